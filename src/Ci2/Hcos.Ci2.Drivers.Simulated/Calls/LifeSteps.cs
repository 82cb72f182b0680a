using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>The native calls of what can be done to a server later: its power, size, snapshots, console.</summary>
internal static class LifeSteps
{
    public static IEnumerable<PlatformCall> Power(
        DriverRun run, PlatformManners manners, ResourceKey key, PowerAction action) =>
        Changed(run, manners, key, own => new PlatformCall.SetPower(own, action));

    public static IEnumerable<PlatformCall> Resize(
        DriverRun run, PlatformManners manners, ResourceKey key, ServerSize size) =>
        Changed(run, manners, key, own => new PlatformCall.ResizeServer(own, size));

    public static IEnumerable<PlatformCall> Snapshot(
        DriverRun run, PlatformManners manners, ResourceKey key, SnapshotSpec snapshot) =>
        Changed(run, manners, key, own => new PlatformCall.TakeSnapshot(own, snapshot));

    /// <summary>The disk first: it may be smaller in the snapshot than the server is to keep it.</summary>
    public static IEnumerable<PlatformCall> Revert(
        DriverRun run, PlatformManners manners, ResourceKey key, SnapshotId snapshot, ServerSize size) =>
        Changed(
            run,
            manners,
            key,
            own => new PlatformCall.RevertDisk(own, snapshot),
            own => new PlatformCall.ResizeServer(own, size));

    public static IEnumerable<PlatformCall> DeleteSnapshot(
        DriverRun run, PlatformManners manners, ResourceKey key, SnapshotId snapshot)
    {
        var target = new Target(run, manners, key);
        foreach (var call in target.Locate()) yield return call;
        if (target.Own is not { } own) yield break;
        yield return new PlatformCall.RemoveSnapshot(own, snapshot);
        DriverSteps.Failed(run);
    }

    public static IEnumerable<PlatformCall> ReadConsole(
        DriverRun run, PlatformManners manners, ResourceKey key, int mostBytes)
    {
        var target = new Target(run, manners, key);
        foreach (var call in target.Locate()) yield return call;
        if (run.Failure is not null) yield break;
        yield return new PlatformCall.ReadConsole(target.Own ?? key, mostBytes);
        if (!DriverSteps.Failed(run)) run.Console = ((PlatformAnswer.Wrote)run.Last!).Log;
    }

    /// <summary>One change after the other, then a look.</summary>
    private static IEnumerable<PlatformCall> Changed(
        DriverRun run, PlatformManners manners, ResourceKey key, params Func<ResourceKey, PlatformCall>[] changes)
    {
        var target = new Target(run, manners, key);
        foreach (var call in target.Locate()) yield return call;
        if (run.Failure is not null) yield break;
        foreach (var change in changes)
        {
            // What goes by no id is called by its key all the same: the platform says that it is not there.
            yield return change(target.Own ?? key);
            if (DriverSteps.Failed(run)) yield break;
        }

        foreach (var call in DriverSteps.ReadBack(run, key)) yield return call;
    }
}
