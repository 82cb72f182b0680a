using System.Threading.Channels;
using Hcos.Cie.Simulators.Guests;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>What runs in machines, and when to look again.</summary>
internal sealed partial class HyperVHost
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Readable after something may have changed.</summary>
    public ChannelReader<bool> Changes => _changes.Reader;

    /// <summary>When something becomes due by itself, or null.</summary>
    public DateTimeOffset? NextDue => _machines.Min(machine => machine.Transition?.At);

    /// <summary>
    /// The guests that there are to be: a machine on its way still is what it was. What was saved does nothing and
    /// keeps its memory: its process is there and stands still.
    /// </summary>
    public IReadOnlyList<GuestWanted> Guests() =>
        [.. _machines.Where(machine => machine is { HasSystem: true, IsConnected: true }
            && machine.State is MachineStates.Running or MachineStates.Paused or MachineStates.Saved)
            .Select(machine => new GuestWanted(
                machine.Guid,
                machine.Boots,
                machine.GuestItems.GetValueOrDefault("hcos-host-name") ?? machine.Settings["ElementName"]!,
                Address(machine),
                machine.State is MachineStates.Paused or MachineStates.Saved))];

    /// <summary>A guest that ends by itself leaves its machine off.</summary>
    public void EndGuest(GuestWanted guest)
    {
        if (FindMachine(guest.Machine) is { State: not MachineStates.Off } machine && machine.Boots == guest.Boot)
        {
            Reach(machine, MachineStates.Off, Now);
        }
    }

    /// <summary>Says that something may have changed.</summary>
    public void Touch() => _changes.Writer.TryWrite(true);

    /// <summary>A machine comes to a state; whatever is not only let go on executes anew.</summary>
    private static void Reach(Machine machine, int state, DateTimeOffset at)
    {
        var goesOn = machine.State is MachineStates.Paused or MachineStates.Saved;
        if (state == MachineStates.Running && !goesOn) machine.Boots++;
        (machine.State, machine.Transition, machine.Since) = (state, null, at);
    }
}
