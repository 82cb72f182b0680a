using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Tasks;

/// <summary>Whether an object is as a task wants it.</summary>
internal static class Goal
{
    /// <summary>What is half-made is not made, whatever its sizes: it may lack its disk, or be one of two.</summary>
    public static bool IsReached(TaskTaken task, ResourceObject? seen) => task.Action switch
    {
        DriverAction.Delete => seen is null,
        DriverAction.Look => seen is not null,
        DriverAction.Ensure => seen is { State: not (ResourceState.Provisioning or ResourceState.Error) }
            && IsConverged(task.Spec?.Server, seen.Server)
            && (task.Power is null || IsPowered(task.Power, seen.State)),
        DriverAction.Power => seen is not null && IsPowered(task.Power, seen.State),
        DriverAction.Change => seen?.Server is { } server && IsChanged(task.Change!, server),
        _ => false,
    };

    /// <summary>Of a revert, and of a disk's size, nothing can be seen on the server afterwards.</summary>
    private static bool IsChanged(ServerChange wanted, ServerFacts seen) => wanted switch
    {
        { Kind: ServerChangeKind.Resize, Size: { DiskBytes: 0 } size } =>
            seen.Vcpus == size.Vcpus && seen.MemoryBytes == size.MemoryBytes,
        { Kind: ServerChangeKind.Snapshot, Snapshot: { } snapshot } =>
            seen.Snapshots?.Any(kept => kept.Id == snapshot.Id) == true,
        { Kind: ServerChangeKind.DeleteSnapshot, Snapshot: { } snapshot } =>
            seen.Snapshots?.All(kept => kept.Id != snapshot.Id) == true,
        _ => false,
    };

    private static bool IsConverged(ServerSpec? wanted, ServerFacts? seen) =>
        wanted is null || (seen?.Vcpus == wanted.Vcpus && seen.MemoryBytes == wanted.MemoryBytes);

    /// <summary>Of a reset nothing can be seen afterwards.</summary>
    private static bool IsPowered(PowerAction? wanted, ResourceState seen) => wanted switch
    {
        PowerAction.Start or PowerAction.Resume => seen == ResourceState.Running,
        PowerAction.Shutdown or PowerAction.PowerOff => seen == ResourceState.Stopped,
        PowerAction.Pause => seen == ResourceState.Paused,
        PowerAction.Suspend => seen == ResourceState.Suspended,
        _ => false,
    };
}
