using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>What of a host outlives its endpoint: all but jobs, enumerations and mischief.</summary>
/// <param name="LastId">How many ids were given.</param>
/// <param name="Block">The block of addresses of its guests.</param>
/// <param name="Switches">Its switches.</param>
/// <param name="Disks">Its virtual hard disks.</param>
/// <param name="Machines">Its machines.</param>
internal sealed record HostMemory(
    ulong LastId,
    int Block,
    IReadOnlyList<InstanceMemory> Switches,
    IReadOnlyList<VirtualDisk> Disks,
    IReadOnlyList<MachineMemory> Machines);

/// <summary>An instance of a class, with all that is set.</summary>
internal sealed record InstanceMemory(string Class, IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    public static InstanceMemory Of(CimInstance instance) =>
        new(instance.Class.Name, new Dictionary<string, IReadOnlyList<string>>(instance.Content));

    public CimInstance Recall()
    {
        var instance = new CimInstance(Class);
        foreach (var (property, values) in Values) instance.Set(property, values);
        return instance;
    }
}

/// <summary>A machine; one that was on its way has arrived.</summary>
internal sealed record MachineMemory(
    Guid Id,
    int Number,
    int State,
    DateTimeOffset Since,
    InstanceMemory Settings,
    IReadOnlyList<InstanceMemory> Parts,
    IReadOnlyDictionary<string, string> GuestItems,
    IReadOnlyList<CheckpointMemory>? Checkpoints = null);

/// <summary>A checkpoint of a machine.</summary>
internal sealed record CheckpointMemory(InstanceMemory Settings, IReadOnlyList<InstanceMemory> Parts);
