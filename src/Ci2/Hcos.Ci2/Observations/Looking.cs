using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Observations;

/// <summary>What follows from a read that was owed.</summary>
internal static class Looking
{
    public static Decision Decide(
        ObservationState state, OwedRead read, object result, DateTimeOffset now, Ci2Lookups lookups)
    {
        var environment = read.Reach.Environment;
        if (lookups.ReachOf(environment) is not { } reach) return Decision.Of(new ReadSettled(environment, read.Key));
        if (result is not DriverAnswer.Looked looked)
        {
            // Another driver serves the environment by now: read by that one.
            return reach.Generation == read.Reach.Generation
                ? Decision.Nothing
                : Decision.Of(new ReadOwed(
                    environment, read.Key, read.Since, now, read.IsRemoval, read.FollowUp, reach));
        }

        // It began too early to tell anything; the kernel runs it again.
        if (looked.At <= read.Since || lookups.IsUnderWay(environment, read.Key)) return Decision.Nothing;
        if (looked.Object is not { } seen) return Absent(state, read, looked, lookups);
        var evidence = new Evidence(looked.At, EvidenceSource.Read);
        List<IEvent> events = [.. Observation.Sight(state, environment, seen, evidence, lookups).Events()];
        if (events.Count == 0 || events[0] is not ResourceObserved) events.Add(new ReadSettled(environment, read.Key));
        return Decision.Of(FollowUps.After(state, events, environment, lookups));
    }

    /// <summary>One read alone does not make an object missing; a removal that it confirms does.</summary>
    private static Decision Absent(
        ObservationState state, OwedRead read, DriverAnswer.Looked looked, Ci2Lookups lookups)
    {
        var environment = read.Reach.Environment;
        var counts = looked.At > state.SeenAt && !(lookups.EffectEnded(environment, read.Key) >= looked.At);
        return read.IsRemoval && counts && state.Object is not null
            ? Decision.Of(
                new ResourceMissing(environment, read.Key, new Evidence(looked.At, EvidenceSource.Read)),
                new ReadSettled(environment, read.Key))
            : Decision.Of(new ReadSettled(environment, read.Key));
    }
}
