using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary><see cref="OutsideChanges"/> at the estate's present instant.</summary>
public sealed class SimulatedOutside
{
    private readonly SimulatedEstate _estate;

    internal SimulatedOutside(SimulatedEstate estate) => _estate = estate;

    /// <summary>Takes a server's power away.</summary>
    public void Destroy(ResourceKey key) => Power(key, PowerAction.PowerOff);

    /// <summary>Pauses a server.</summary>
    public void Suspend(ResourceKey key) => Power(key, PowerAction.Pause);

    /// <summary>Changes a server's execution.</summary>
    public void Power(ResourceKey key, PowerAction action) =>
        _estate.Do((platform, now) => platform.Outside.Power(key, action, now));

    /// <summary>Removes a server, and its disks unless they are left behind.</summary>
    public void Delete(ResourceKey key, bool leaveDisks = false) =>
        _estate.Do((platform, now) => platform.Outside.Delete(key, leaveDisks, now));

    /// <summary>Makes a server that is not HCOS's, stopped; see <see cref="OutsideChanges.CreateServer"/>.</summary>
    public ResourceKey CreateServer(string name, long memoryBytes = 1L << 30, ResourceId? identity = null) =>
        _estate.Do((platform, now) => platform.Outside.CreateServer(name, now, memoryBytes, identity));

    /// <summary>A host dies with all that executes there.</summary>
    public void CrashHost(string host) => _estate.Do((platform, now) => platform.Outside.CrashHost(host, now));

    /// <summary>Everything else, which needs no instant.</summary>
    public void Change(Action<OutsideChanges> what) => _estate.Do((platform, _) => what(platform.Outside));
}
