using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Observations;

/// <summary>One object that was read, against what is known of it.</summary>
internal sealed class Sighting(
    ObservationState state, EnvironmentId environment, ResourceObject seen, Evidence evidence, Ci2Lookups lookups)
{
    /// <summary>Whether the read can tell anything.</summary>
    public bool Counts =>
        evidence.At > LatestEvidence && evidence.At > state.EventAt && IsAfterEffects;

    /// <summary>A read that began while an effect on the object was under way may show it from before.</summary>
    private bool IsAfterEffects => evidence.Source == EvidenceSource.Effect
        || (!lookups.IsUnderWay(environment, seen.Key)
            && !(lookups.EffectEnded(environment, seen.Key) >= evidence.At));

    /// <summary>The last change that was seen, or the last listing that showed no change.</summary>
    private DateTimeOffset LatestEvidence =>
        state.LackedAt is null && state.Object is not null && evidence.Source != EvidenceSource.Sweep
        && lookups.LastSweep(environment) is { } swept && swept > state.SeenAt
            ? swept
            : state.SeenAt;

    /// <summary>The events that the read leads to; none when it shows what is known.</summary>
    public IReadOnlyList<IEvent> Events()
    {
        if (!Counts) return [];
        if (state.Object is null || !ObjectComparison.IsSame(state.Object, seen))
        {
            return [new ResourceObserved(environment, seen.Key, seen, evidence)];
        }

        return state.LackedAt is null ? [] : [new PresenceConfirmed(environment, seen.Key, evidence.At)];
    }

    /// <summary>The same as a decision, with the next read for addresses that are not known yet.</summary>
    public Decision Decide()
    {
        var events = Events();
        return events.Count == 0 ? Decision.Nothing : Decision.Of(FollowUps.After(state, events, environment, lookups));
    }
}
