using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>What belongs to what.</summary>
internal sealed partial class HyperVHost
{
    private static readonly string[] Associations =
    [
        "Msvm_SettingsDefineState", "Msvm_VirtualSystemSettingDataComponent", "Msvm_SnapshotOfVirtualSystem",
        "Msvm_MostCurrentSnapshotInBranch", "Msvm_AffectedJobElement", "Win32_ComputerSystemProcessor",
    ];

    /// <summary>What an association leads to from an instance, or, where none is named, what all of them do.</summary>
    public IEnumerable<CimInstance> Associated(CimInstance from, string? association, string? result) =>
        (association is null
            ? Associations.SelectMany(one => Associated(from, one)).Distinct()
            : Associated(from, association))
        .Where(found => result is null
            || string.Equals(found.Class.Name, result, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<CimInstance> Associated(CimInstance from, string association) =>
        (association, from.Class.Name) switch
        {
            ("Msvm_SettingsDefineState", MachineClass) =>
                FindMachine(from["Name"]) is { } machine ? [machine.Settings] : [],
            ("Msvm_SettingsDefineState", SettingsClass) =>
                _machines.Where(machine => machine.Settings["InstanceID"] == from["InstanceID"]).Select(Show),
            ("Msvm_VirtualSystemSettingDataComponent", SettingsClass) => PartsBehind(from),
            ("Msvm_SnapshotOfVirtualSystem", MachineClass) =>
                FindMachine(from["Name"])?.Checkpoints.Select(checkpoint => checkpoint.Settings) ?? [],
            ("Msvm_SnapshotOfVirtualSystem", SettingsClass) =>
                _machines.Where(machine => CheckpointOf(machine, from) is not null).Select(Show),
            ("Msvm_MostCurrentSnapshotInBranch", MachineClass) => FindMachine(from["Name"]) is { } machine
                ? Instances(SettingsClass).Where(settings => settings.IsAt(machine.Settings["Parent"] ?? ""))
                : [],
            ("Msvm_AffectedJobElement", "Msvm_ConcreteJob") =>
                _jobs.Find(job => job.Id == from["InstanceID"]) is { } job && job.EndsAt <= Now ? job.Affected : [],
            ("Win32_ComputerSystemProcessor", "Win32_ComputerSystem") => [Processor()],
            _ => [],
        };

    private IEnumerable<CimInstance> PartsBehind(CimInstance settings) =>
        FindMachine(settings["VirtualSystemIdentifier"]) is { } machine
            ? CheckpointOf(machine, settings)?.Parts ?? machine.Parts
            : [];

    private static MachineCheckpoint? CheckpointOf(Machine machine, CimInstance settings) =>
        machine.Checkpoints.Find(checkpoint => checkpoint.Settings["InstanceID"] == settings["InstanceID"]);
}
