using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Observations;

/// <summary>
/// What is known of one object of an environment, by the rules of evidence: a later instant replaces an earlier one; a
/// read that began before an effect on the object ended, or before the platform told of it last, says nothing;
/// unchanged objects append nothing; absence needs two listings, or a removal that a read confirms.
/// </summary>
internal abstract class Observation : IProcess<ObservationState, Ci2Lookups>
{
    public static ObservationState Initial => ObservationState.Initial;

    public static string StreamOf(EnvironmentId environment, ResourceKey key) => $"{environment}/{key}";

    /// <summary>Effects on one object, reads after a contradiction included, never overlap.</summary>
    public static string SubjectOf(EnvironmentId environment, string nativeId) => $"{environment}/object/{nativeId}";

    public static Decision Decide(ObservationState state, Given given, Ci2Lookups lookups) => given.Message switch
    {
        ObjectSeen seen when lookups.ReachOf(seen.Environment)?.Generation == seen.Generation =>
            Sight(state, seen.Environment, seen.Object, seen.Evidence, lookups).Decide(),
        NativeEventSeen told when lookups.ReachOf(told.Environment)?.Generation == told.Generation =>
            Telling.Decide(state, told, lookups),
        DriverTaskEnded { Key: { } key } ended when lookups.ReachOf(ended.Environment) is not null =>
            TaskEnded(state, ended, key, lookups),
        ObjectGone { Key: var key } gone => Decision.Of(new ObjectLeft(gone.Environment, key)),
        SweepCompleted swept => Lacked(state, swept, lookups),
        EffectEnded ended when state.Read is { } read => Looking.Decide(state, read, ended.Result, given.Time, lookups),
        _ => Decision.Nothing,
    };

    public static ObservationState Evolve(ObservationState state, IEvent happened) =>
        ObservationState.Evolve(state, happened);

    public static bool IsFinal(ObservationState state) =>
        state.HasLeft
        || (state is { Object: null, Read: null, LackedAt: null } && state.SeenAt > DateTimeOffset.MinValue);

    public static IReadOnlyList<Pending> Pending(ObservationState state) => state.Read is not { } read
        ? []
        : [Look(read)];

    private static Pending.Effect Look(OwedRead read) => new(
        $"read-{read.Number}",
        SubjectOf(read.Reach.Environment, read.Key.NativeId),
        new DriverCall.Look(read.Reach, read.Key),
        IsChanging: false)
    {
        NotBefore = read.NotBefore,
    };

    internal static Sighting Sight(
        ObservationState state,
        EnvironmentId environment,
        ResourceObject seen,
        Evidence evidence,
        Ci2Lookups lookups) =>
        new(state, environment, seen, evidence, lookups);

    /// <summary>The object that a task ended with comes from a read begun after acting.</summary>
    private static Decision TaskEnded(
        ObservationState state, DriverTaskEnded ended, ResourceKey key, Ci2Lookups lookups)
    {
        var evidence = new Evidence(ended.At, EvidenceSource.Effect);
        if (ended.Observed is { } seen) return Sight(state, ended.Environment, seen, evidence, lookups).Decide();
        var isGone = ended is { Action: DriverAction.Delete, Outcome: DriverTaskOutcome.Done };
        return isGone && state.Object is not null && ended.At > state.EventAt
            ? Decision.Of(new ResourceMissing(ended.Environment, key, evidence))
            : Decision.Nothing;
    }

    private static Decision Lacked(ObservationState state, SweepCompleted swept, Ci2Lookups lookups)
    {
        if (state.Object is not { Key: var key } || lookups.IsSuspect(swept.Environment)) return Decision.Nothing;
        if (IsFirst(state, swept, key, lookups))
        {
            return Decision.Of(new ObjectLacked(swept.Environment, key, swept.StartedAt));
        }

        return swept.StartedAt - state.LackedAt < lookups.Options.AbsenceInterval
            ? Decision.Nothing
            : Decision.Of(new ResourceMissing(
                swept.Environment, key, new Evidence(swept.StartedAt, EvidenceSource.Sweep)));
    }

    /// <summary>Whether this is the first listing that lacks the object since it was seen or acted upon.</summary>
    private static bool IsFirst(
        ObservationState state, SweepCompleted swept, ResourceKey key, Ci2Lookups lookups) =>
        state.LackedAt is not { } first
        || first <= state.EventAt
        || lookups.EffectEnded(swept.Environment, key) >= first;
}
