namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>What outlives the endpoint.</summary>
internal sealed partial class HyperVHost
{
    /// <summary>The host as it is now.</summary>
    public HostMemory Remember() => new(
        _lastId,
        _block,
        [.. _switches.Select(InstanceMemory.Of)],
        [.. _disks.Values],
        [.. _machines.Select(machine => new MachineMemory(
            Guid.Parse(machine.Guid),
            machine.Number,
            machine.Transition?.Target ?? machine.State,
            machine.Since,
            InstanceMemory.Of(machine.Settings),
            [.. machine.Parts.Select(InstanceMemory.Of)],
            machine.GuestItems.ToDictionary(),
            [.. machine.Checkpoints.Select(checkpoint => new CheckpointMemory(
                InstanceMemory.Of(checkpoint.Settings), [.. checkpoint.Parts.Select(InstanceMemory.Of)]))]))]);

    /// <summary>
    /// Becomes what it was: what ran runs again, as on a host that saves its machines when it stops.
    /// </summary>
    private void Recall(HostMemory memory)
    {
        _lastId = memory.LastId;
        _switches.AddRange(memory.Switches.Select(one => one.Recall()));
        foreach (var disk in memory.Disks) _disks[disk.Path] = disk;
        foreach (var one in memory.Machines)
        {
            var machine = new Machine(one.Id, one.Number, one.Settings.Recall())
            {
                State = one.State,
                Since = one.Since,
            };
            machine.Parts.AddRange(one.Parts.Select(part => part.Recall()));
            foreach (var (name, data) in one.GuestItems) machine.GuestItems[name] = data;
            machine.Checkpoints.AddRange((one.Checkpoints ?? []).Select(checkpoint => new MachineCheckpoint(
                checkpoint.Settings.Recall(), [.. checkpoint.Parts.Select(part => part.Recall())])));
            _machines.Add(machine);
        }
    }
}
