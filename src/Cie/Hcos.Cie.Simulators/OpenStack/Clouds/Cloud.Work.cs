namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>What Nova's work leads to.</summary>
internal sealed partial class Cloud
{
    private const string NoValidHost = "No valid host was found. There are not enough hosts available.";

    /// <summary>The server after what Nova was at work on.</summary>
    private Instance Arrive(Instance instance, DateTimeOffset at) => instance.Work switch
    {
        Works.Scheduling => Place(instance, at),
        Works.Spawning or Works.PoweringOn or Works.RebootingHard or Works.Rebooting =>
            Boot(Rest(instance, VmStates.Active, 1, at), at),
        Works.Unpausing or Works.Resuming => Rest(instance, VmStates.Active, 1, at),
        Works.PoweringOff => Rest(instance, VmStates.Stopped, 4, at),
        Works.Pausing => Rest(instance, VmStates.Paused, 3, at),
        Works.Suspending => Rest(instance, VmStates.Suspended, 4, at),
        Works.Resizing => Resized(instance, at),
        Works.Confirming => Confirmed(instance, at),
        Works.Reverting => Confirmed(Swapped(instance), at),
        Works.Snapshot => SnapshotMade(instance, at),
        Works.Rebuilding => Rebuilt(instance, at),
        Works.Deleting => Gone(instance, at),
        _ => Rest(instance, instance.VmState, instance.Power, at),
    };

    private static Instance Rest(Instance instance, string state, int power, DateTimeOffset at) => instance with
    {
        VmState = state,
        Power = power,
        Work = null,
        DueAt = null,
        Updated = at,
        EndedBelowAt = null,
    };

    private static Instance Boot(Instance instance, DateTimeOffset at) => instance with
    {
        Boots = instance.Boots + 1,
        LaunchedAt = instance.LaunchedAt ?? at,
    };

    /// <summary>Finds a hypervisor, and begins to make the server there.</summary>
    private Instance Place(Instance instance, DateTimeOffset at) =>
        HypervisorFor(instance, instance.Flavor, instance.WantedHypervisor) is { } hypervisor
            ? instance with
            {
                Hypervisor = hypervisor,
                Work = Works.Spawning,
                DueAt = at + _options.TransitionTime,
                Updated = at,
            }
            : Rest(instance, VmStates.Error, 0, at) with { Fault = NoValidHost };

    private Instance Resized(Instance instance, DateTimeOffset at)
    {
        var wanted = instance.OtherFlavor!;
        if (HypervisorFor(instance, wanted, null) is not { } hypervisor)
        {
            return Rest(instance, instance.VmState, instance.Power, at) with
            {
                OtherFlavor = null,
                Fault = NoValidHost,
            };
        }

        var moved = Swapped(instance) with { Hypervisor = hypervisor };
        var resized = Rest(moved, VmStates.Resized, instance.Power, at);
        return instance.Power == 1 ? Boot(resized, at) : resized;
    }

    private static Instance Swapped(Instance instance) => instance with
    {
        Flavor = instance.OtherFlavor!,
        OtherFlavor = instance.Flavor,
    };

    private static Instance Confirmed(Instance instance, DateTimeOffset at) => Rest(
        instance, instance.Power == 1 ? VmStates.Active : VmStates.Stopped, instance.Power, at) with
    {
        OtherFlavor = null,
    };

    private Instance SnapshotMade(Instance instance, DateTimeOffset at)
    {
        if (instance.OtherImage is { } id && _images.GetValueOrDefault(id) is { } image)
        {
            _images[id] = image with { Status = "active", Updated = at };
        }

        return Rest(instance, instance.VmState, instance.Power, at) with { OtherImage = null };
    }

    private static Instance Rebuilt(Instance instance, DateTimeOffset at)
    {
        var rebuilt = instance with { ImageId = instance.OtherImage!, OtherImage = null, Fault = null };
        return instance.VmState == VmStates.Stopped
            ? Rest(rebuilt, VmStates.Stopped, 4, at)
            : Boot(Rest(rebuilt, VmStates.Active, 1, at), at);
    }

    private Instance Gone(Instance instance, DateTimeOffset at)
    {
        foreach (var port in PortsOf(instance.Id).ToList())
        {
            if (port.IsNovas) RemovePort(port.Id);
            else _ports[port.Id] = port with { DeviceId = "" };
        }

        return Rest(instance, VmStates.Deleted, 0, at) with { GoneAt = at };
    }

    /// <summary>Where there is room, with the most left; null for nowhere.</summary>
    private string? HypervisorFor(Instance instance, Flavor flavor, string? only) => _options.Hypervisors
        .Where(name => only is null || name == only)
        .Select(name => (Name: name, Used: Used(name, instance.Id)))
        .Where(one => one.Used.Mebibytes + flavor.Mebibytes <= Capacity.Mebibytes
            && one.Used.Gibibytes + flavor.Gibibytes <= Capacity.Gibibytes
            && one.Used.Vcpus + flavor.Vcpus <= Capacity.Vcpus
            && flavor.Vcpus <= _options.Processors && flavor.Mebibytes <= _options.Mebibytes)
        .OrderByDescending(one => one.Name == instance.Hypervisor)
        .ThenBy(one => one.Used.Mebibytes)
        .Select(one => one.Name)
        .FirstOrDefault();

    private (int Vcpus, long Mebibytes, long Gibibytes) Used(string hypervisor, string? but)
    {
        var there = On(hypervisor).Where(instance => instance.Id != but).Select(instance => instance.Flavor).ToList();
        return (
            there.Sum(flavor => flavor.Vcpus),
            there.Sum(flavor => flavor.Mebibytes),
            there.Sum(flavor => flavor.Gibibytes));
    }

    private IEnumerable<Instance> On(string hypervisor) =>
        _instances.Values.Where(instance => !instance.IsGone && instance.Hypervisor == hypervisor);
}
