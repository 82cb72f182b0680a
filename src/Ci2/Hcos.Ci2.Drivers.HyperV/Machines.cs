using System.Globalization;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>A machine of the host.</summary>
/// <param name="System">Its <c>Msvm_ComputerSystem</c>, or its <c>Msvm_SummaryInformation</c>.</param>
/// <param name="Settings">Its <c>Msvm_VirtualSystemSettingData</c>, or its summary too.</param>
internal sealed record Machine(WmiObject System, WmiObject Settings)
{
    /// <summary>Its identity on the host, in upper case.</summary>
    public string Guid { get; } = System.Required("Name").ToUpperInvariant();

    /// <summary>The name people gave it.</summary>
    public string Name => Settings["ElementName"] ?? System.Required("ElementName");

    /// <summary>Which server it is, if it is one of ours.</summary>
    public ServerMark? Mark { get; } = ServerMark.In(Settings.Values("Notes"));

    /// <summary>What it is doing.</summary>
    public MachineState State { get; } = new((int)(System.Number("EnabledState") ?? 0));

    /// <summary>What it is as a server: while it is put together it is not there yet.</summary>
    public ResourceState ServerState => Mark is { IsMaking: true } ? ResourceState.Provisioning : State.State;

    /// <summary>Names its settings.</summary>
    public WmiReference SettingsReference =>
        WmiReference.Instance("Msvm_VirtualSystemSettingData", Settings.Required("InstanceID"));
}

/// <summary>All machines of the host at an instant, and which server each is. Pure.</summary>
internal sealed class Machines
{
    private readonly Dictionary<string, Machine> _ours = new(StringComparer.Ordinal);

    /// <summary>Tells which server each machine is.</summary>
    public Machines(IEnumerable<Machine> machines)
    {
        All = [.. machines
            .OrderBy(machine => machine.Settings["CreationTime"], StringComparer.Ordinal)
            .ThenBy(machine => machine.Guid, StringComparer.Ordinal)];
        foreach (var machine in All.Where(machine => machine.Mark is not null).OrderBy(one => one.Mark!.IsMaking))
        {
            _ours.TryAdd(NativeId(machine.Mark!.Id), machine);
        }
    }

    /// <summary>Joins what was read; a machine that was seen by one of the two only comes or goes just now.</summary>
    public Machines(IEnumerable<WmiObject> systems, IEnumerable<WmiObject> settings) : this(Join(systems, settings))
    {
    }

    private static IEnumerable<Machine> Join(IEnumerable<WmiObject> systems, IEnumerable<WmiObject> settings)
    {
        var byMachine = settings
            .Where(one => one["VirtualSystemIdentifier"] is not null)
            .DistinctBy(one => one["VirtualSystemIdentifier"], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(one => one["VirtualSystemIdentifier"]!, StringComparer.OrdinalIgnoreCase);
        return systems
            .Where(system => byMachine.ContainsKey(system.Required("Name")))
            .Select(system => new Machine(system, byMachine[system.Required("Name")]));
    }

    /// <summary>All, the oldest first.</summary>
    public IReadOnlyList<Machine> All { get; }

    /// <summary>What a server of that resource id is called here.</summary>
    public static string NativeId(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);

    /// <summary>
    /// What a machine is called: by the resource id where it is a server of ours, otherwise by its own identity. Of
    /// several that say that they are one server, that is the oldest that is whole.
    /// </summary>
    public ResourceKey KeyOf(Machine machine) => new(
        ResourceKind.Server,
        machine.Mark is { } mark && _ours[NativeId(mark.Id)] == machine ? NativeId(mark.Id) : machine.Guid);

    /// <summary>The machine of that key, or null.</summary>
    public Machine? Find(ResourceKey key) => _ours.GetValueOrDefault(key.NativeId)
        ?? All.FirstOrDefault(machine => KeyOf(machine) == key);

    /// <summary>Machines that creates of a server left half-made.</summary>
    public IEnumerable<Machine> HalfMade(Guid id) => All.Where(machine => machine.Mark == new ServerMark(id, true));

    /// <summary>Machines that say that they are a server, and are whole.</summary>
    public IEnumerable<Machine> Made(Guid id) => All.Where(machine => machine.Mark == new ServerMark(id, false));
}
