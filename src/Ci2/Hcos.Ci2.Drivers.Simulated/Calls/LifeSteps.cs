using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>The native calls of what can be done to a server later: its size, its snapshots, its console.</summary>
internal static class LifeSteps
{
    public static IEnumerable<PlatformCall> Resize(DriverRun run, ResourceKey key, ServerSize size) =>
        Then(run, new PlatformCall.ResizeServer(key, size), DriverSteps.ReadBack(run, key));

    public static IEnumerable<PlatformCall> Snapshot(DriverRun run, ResourceKey key, SnapshotSpec snapshot) =>
        Then(run, new PlatformCall.TakeSnapshot(key, snapshot), DriverSteps.ReadBack(run, key));

    /// <summary>The disk first: it may be smaller in the snapshot than the server is to keep it.</summary>
    public static IEnumerable<PlatformCall> Revert(
        DriverRun run, ResourceKey key, SnapshotId snapshot, ServerSize size) =>
        Then(run, new PlatformCall.RevertDisk(key, snapshot), Resize(run, key, size));

    public static IEnumerable<PlatformCall> DeleteSnapshot(DriverRun run, ResourceKey key, SnapshotId snapshot) =>
        Then(run, new PlatformCall.RemoveSnapshot(key, snapshot), []);

    public static IEnumerable<PlatformCall> ReadConsole(DriverRun run, ResourceKey key, int mostBytes)
    {
        yield return new PlatformCall.ReadConsole(key, mostBytes);
        if (!DriverSteps.Failed(run))
        {
            run.Console = ((PlatformAnswer.Wrote)run.Last!).Log;
        }
    }

    private static IEnumerable<PlatformCall> Then(
        DriverRun run, PlatformCall first, IEnumerable<PlatformCall> rest)
    {
        yield return first;
        if (DriverSteps.Failed(run)) yield break;
        foreach (var call in rest)
        {
            yield return call;
        }
    }
}
