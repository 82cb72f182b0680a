using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>The native calls of a move to another estate.</summary>
internal static class MoveSteps
{
    /// <summary>Who this estate is, and whether it would take the server.</summary>
    public static IEnumerable<PlatformCall> Offer(DriverRun run, ResourceSpec server)
    {
        yield return new PlatformCall.Probe();
        if (DriverSteps.Failed(run)) yield break;
        run.Status = ((PlatformAnswer.Identity)run.Last!).Status;
        yield return new PlatformCall.CheckServer(server);
        DriverSteps.Failed(run);
    }

    /// <summary>The move, which happens in one instant, and a look at the target.</summary>
    public static IEnumerable<PlatformCall> Move(
        DriverRun run, PlatformManners manners, ResourceKey key, string target, string identity)
    {
        var here = new Target(run, manners, key);
        foreach (var call in here.Locate()) yield return call;
        if (run.Failure is not null) yield break;
        yield return new PlatformCall.MoveServer(here.Own ?? key, key, target, identity);
        if (DriverSteps.Failed(run)) yield break;
        yield return new PlatformCall.ReadMoved(key, target);
        run.Item = (run.Last as PlatformAnswer.Found)?.Item;
        if (run.Item is null)
        {
            run.Failure = new(DriverFailure.Uncertain, $"{key} was moved and could not be read afterwards");
        }
    }
}
