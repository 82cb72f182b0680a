using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Observations;

/// <summary>What follows from something that the platform told by itself.</summary>
internal static class Telling
{
    public static Decision Decide(ObservationState state, NativeEventSeen told, Ci2Lookups lookups)
    {
        // A read that began after the event was received shows what it led to.
        if (told.At < state.SeenAt || told.At < state.EventAt) return Decision.Nothing;
        if (told.Event.Kind != NativeEventKind.StateChanged || told.Event.State is not { } next
            || state.Object is not { } known)
        {
            return OweRead(told, lookups);
        }

        var evidence = new Evidence(told.At, EvidenceSource.Event, told.Event.Detail);
        if (known.State == next && !TellsWhatWasJustRead(state, evidence, lookups))
        {
            return Decision.Of(new NativeEventNoted(told.Environment, told.Key, told.At));
        }

        List<IEvent> events = [new ResourceStateObserved(told.Environment, told.Key, next, evidence)];
        if (known.State != next && IsContradiction(state, told, lookups)) events.Add(Read(told, lookups));
        return Decision.Of(FollowUps.After(state, events, told.Environment, lookups));
    }

    /// <summary>Further back, it is another happening that led to the same.</summary>
    private static bool TellsWhatWasJustRead(ObservationState state, Evidence told, Ci2Lookups lookups) =>
        state.Evidence is { } known
        && told.TellsWhatWasRead(known)
        && told.At - known.At < lookups.Options.ContradictionAge;

    /// <summary>It is shown at once all the same; a read decides.</summary>
    private static bool IsContradiction(ObservationState state, NativeEventSeen told, Ci2Lookups lookups)
    {
        var swept = lookups.LastSweep(told.Environment);
        var seen = swept > state.SeenAt ? swept.Value : state.SeenAt;
        return told.At - seen < lookups.Options.ContradictionAge
            || state.Read is { FollowUp: 0 }
            || lookups.IsUnderWay(told.Environment, told.Key);
    }

    private static Decision OweRead(NativeEventSeen told, Ci2Lookups lookups) => Decision.Of(Read(told, lookups));

    private static ReadOwed Read(NativeEventSeen told, Ci2Lookups lookups) => new(
        told.Environment,
        told.Key,
        told.At,
        told.At,
        told.Event.Kind == NativeEventKind.Removed,
        0,
        lookups.ReachOf(told.Environment)!);
}
