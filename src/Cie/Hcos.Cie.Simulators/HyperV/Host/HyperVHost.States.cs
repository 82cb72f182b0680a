using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>Changes of a machine's execution.</summary>
internal sealed partial class HyperVHost
{
    private MethodReply RequestStateChange(CimInstance instance, MethodCall call) =>
        FindMachine(instance["Name"]) is { } machine
            ? RequestState(machine, call.Number("RequestedState"))
            : throw Fails(MethodFailure.InvalidParameter("the host's own state is not changed here"));

    private MethodReply RequestState(Machine machine, int requested)
    {
        if (machine.Transition is not null)
        {
            throw Fails(MethodFailure.InvalidState("the machine is on its way to another state"));
        }

        var (shown, target) = (requested, machine.State) switch
        {
            (2, MachineStates.Off or MachineStates.Saved) => (MachineStates.Starting, MachineStates.Running),
            (2, MachineStates.Paused) => (MachineStates.Resuming, MachineStates.Running),
            (3, MachineStates.Running or MachineStates.Paused or MachineStates.Saved) =>
                (MachineStates.ShuttingDown, MachineStates.Off),
            (6, MachineStates.Running or MachineStates.Paused) => (MachineStates.Saving, MachineStates.Saved),
            (9, MachineStates.Running) => (MachineStates.Pausing, MachineStates.Paused),
            (10 or 11, MachineStates.Running) => (MachineStates.Starting, MachineStates.Running),
            (2 or 3 or 6 or 9 or 10 or 11, _) =>
                throw Fails(MethodFailure.InvalidState("the machine's state does not allow this")),
            _ => throw Fails(MethodFailure.InvalidParameter("there is no such state")),
        };
        if (target == MachineStates.Running && !machine.HasPower && CannotStart(machine) is { } failure)
        {
            return BeginToFail("Changing the state", failure);
        }

        machine.Transition = new(shown, target, Now + _options.TransitionTime);
        return Begin("Changing the state", _options.TransitionTime, Show(machine));
    }

    private MethodFailure? CannotStart(Machine machine)
    {
        if (machine.Disks.FirstOrDefault(path => !_disks.ContainsKey(path)) is { } lacking)
        {
            return MethodFailure.FileNotFound($"the file '{lacking}' is not there");
        }

        var inUse = _machines.Where(other => other != machine && other.HasPower).SelectMany(other => other.Disks);
        if (machine.Disks.Intersect(inUse, StringComparer.OrdinalIgnoreCase).Any())
        {
            return MethodFailure.InUse("another machine that runs has the disk");
        }

        return UsedMemory() + MemoryOf(machine) > _options.MemoryBytes
            ? MethodFailure.OutOfMemory("the host has not enough memory")
            : null;
    }

    private MethodReply InitiateShutdown(CimInstance component)
    {
        var machine = FindMachine(component["SystemName"])!;
        if (machine.Transition is not null || machine.State != MachineStates.Running)
        {
            throw Fails(MethodFailure.InvalidState("the machine does not run"));
        }

        machine.Transition = new(MachineStates.ShuttingDown, MachineStates.Off, Now + _options.TransitionTime);
        return MethodReply.Done;
    }
}
