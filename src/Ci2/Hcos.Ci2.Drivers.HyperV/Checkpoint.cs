using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>A checkpoint of a machine, in Hyper-V's words. Pure.</summary>
/// <param name="Settings">Its <c>Msvm_VirtualSystemSettingData</c>.</param>
internal sealed record Checkpoint(WmiObject Settings)
{
    /// <summary>What tells the settings of a checkpoint from those of a machine.</summary>
    public const string SystemType = "Microsoft:Hyper-V:Snapshot:Realized";

    /// <summary>Which snapshot of ours it is; null when somebody else took it.</summary>
    public SnapshotMark? Mark { get; } = SnapshotMark.In(Settings.Values("Notes"));

    /// <summary>The name of the snapshot that it is.</summary>
    public string Name => Mark?.Name ?? Settings["ElementName"] ?? "";

    /// <summary>The identity of its settings.</summary>
    public string SettingsId => Settings.Required("InstanceID");

    /// <summary>Names it to the host.</summary>
    public WmiReference Reference => WmiReference.Instance("Msvm_VirtualSystemSettingData", SettingsId);

    /// <summary>Whether settings are a checkpoint's.</summary>
    public static bool Is(WmiObject settings) =>
        string.Equals(settings["VirtualSystemType"], SystemType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checkpoints among settings, the oldest first.</summary>
    public static IReadOnlyList<Checkpoint> Among(IEnumerable<WmiObject> settings) =>
    [
        .. settings.Where(Is)
            .OrderBy(one => one["CreationTime"], StringComparer.Ordinal)
            .ThenBy(one => one["InstanceID"], StringComparer.Ordinal)
            .Select(one => new Checkpoint(one)),
    ];

    /// <summary>Snapshots as they are shown, by name; of several that say that they are one, one.</summary>
    public static IReadOnlyList<SnapshotFacts> Facts(IEnumerable<WmiObject> settings) =>
    [
        .. Among(settings)
            .DistinctBy(one => one.Mark?.Id.ToString() ?? one.SettingsId, StringComparer.Ordinal)
            .Select(one => new SnapshotFacts(one.Name, one.Mark?.Id))
            .OrderBy(facts => facts.Name, StringComparer.Ordinal),
    ];
}
