using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Orphans;

/// <summary>
/// What was made by HCOS in one environment and is nobody's: noted, suspected by one listing, found by a second, and
/// reaped when somebody asks. Nothing here ever acts by itself.
/// </summary>
internal abstract class OrphanWatch : IProcess<OrphanState, ArmlLookups>
{
    public static OrphanState Initial => OrphanState.Initial;

    public static Decision Decide(OrphanState state, Given given, ArmlLookups lookups) => given.Message switch
    {
        ReapOrphans reap => Reaping.Begin(state, reap, given, lookups),
        CommandAnswered answered => Reaping.Answered(state, answered),
        DriverTaskEnded ended => Reaping.Ended(state, ended),
        TimerDue when state.Begun is { } begun => Decision.Of(Reaping.Overdue(state, begun)),
        SweepCompleted sweep => Decision.Of(Reaping.After(state, OrphanSweep.Completed(state, sweep, lookups))),
        ResourceObserved seen => Decision.Of(Reaping.After(state, Seen(seen, lookups))),
        ResourceStateObserved seen => Decision.Of(StateSeen(seen, lookups)),
        ResourceMissing missing => Decision.Of(
            Reaping.After(state, Lost(missing.Environment, missing.Key, "missing", lookups))),
        ResourceProvisioned made => Decision.Of(Reaping.After(state, Owned(made.Environment, made.Key, lookups))),
        EnvironmentRemoved removed => Decision.Of(Removed(state, removed.Environment, lookups)),
        _ => Decision.Nothing,
    };

    public static OrphanState Evolve(OrphanState state, IEvent happened) => Reaping.Evolve(state, happened);

    public static IReadOnlyList<Pending> Pending(OrphanState state) => Reaping.Pending(state);

    private static IReadOnlyList<IEvent> Seen(ResourceObserved seen, ArmlLookups lookups)
    {
        var known = lookups.Marked(seen.Environment, seen.Key);
        if (lookups.MadeFor(seen.Object) is not { } madeFor)
        {
            return known is null ? [] : Lost(seen.Environment, seen.Key, "unmarked", lookups);
        }

        var now = new MarkedObject(seen.Key, seen.Object.Name, seen.Object.State, madeFor);
        return known == now
            ? []
            : [new MarkedNoted(seen.Environment, now.Key, now.Name, now.State, now.MadeFor)];
    }

    private static IReadOnlyList<IEvent> StateSeen(ResourceStateObserved seen, ArmlLookups lookups) =>
        lookups.Marked(seen.Environment, seen.Key) is { } known && known.State != seen.State
            ? [new MarkedNoted(seen.Environment, seen.Key, known.Name, seen.State, known.MadeFor)]
            : [];

    private static IReadOnlyList<IEvent> Lost(
        EnvironmentId environment, ResourceKey key, string how, ArmlLookups lookups)
    {
        if (lookups.Marked(environment, key) is null) return [];
        var lost = new MarkedLost(environment, key);
        return lookups.Orphan(environment, key) is { } orphan
            ? [lost, new OrphanGone(orphan.Orphan, environment, key, how)]
            : [lost];
    }

    private static IReadOnlyList<IEvent> Owned(EnvironmentId environment, ResourceKey key, ArmlLookups lookups) =>
        lookups.Orphan(environment, key) is { } orphan
            ? [new OrphanGone(orphan.Orphan, environment, key, "owned")]
            : [];

    private static List<IEvent> Removed(OrphanState state, EnvironmentId environment, ArmlLookups lookups)
    {
        var happened = new List<IEvent>(lookups.OrphansIn(environment).Select(orphan =>
            new OrphanGone(orphan.Orphan, environment, orphan.Key, "forgotten")));
        if (state.Begun is { } begun)
        {
            happened.Add(Reaping.GivenUp(state, begun, "missing", "the environment was removed"));
        }

        return happened;
    }
}
