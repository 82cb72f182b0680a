using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Orphans;

/// <summary>
/// What a complete listing says of what carries our mark. The first listing that shows something as nobody's only
/// makes it suspected: what it saw may be from before the claim ended. The second, begun later, cannot be. Pure.
/// </summary>
internal static class OrphanSweep
{
    public static IReadOnlyList<IEvent> Completed(OrphanState state, SweepCompleted sweep, ArmlLookups lookups)
    {
        var environment = sweep.Environment;
        var happened = new List<IEvent>();
        happened.AddRange(Reaped(state, sweep, lookups));
        if (lookups.WhyDoubtful(environment) is not null) return happened;
        var lacking = sweep.Lacking.ToHashSet();
        foreach (var marked in lookups.MarkedIn(environment))
        {
            if (lacking.Contains(marked.Key) || lookups.IsOwned(environment, marked))
            {
                happened.AddRange(Cleared(sweep, marked, lookups));
            }
            else if (Nobodys(sweep, marked, lookups) is { } news)
            {
                happened.Add(news);
            }
        }

        if (IsNews(sweep, lookups)) happened.Add(new OrphansSeen(environment, sweep.StartedAt, sweep.Scope));
        return happened;
    }

    /// <summary>A listing begun after the removal that lacks what was removed: it is gone.</summary>
    private static IEnumerable<IEvent> Reaped(OrphanState state, SweepCompleted sweep, ArmlLookups lookups)
    {
        foreach (var item in state.Open.Values)
        {
            var key = item.Orphan.Key;
            if (!(item.DoneAt < sweep.StartedAt) || !sweep.Lacking.Contains(key)) continue;
            if (lookups.Orphan(sweep.Environment, key) is not { } orphan) continue;
            yield return new OrphanGone(orphan.Orphan, sweep.Environment, key, "missing");
        }
    }

    private static IEnumerable<IEvent> Cleared(SweepCompleted sweep, MarkedObject marked, ArmlLookups lookups)
    {
        if (lookups.Suspected(sweep.Environment, marked.Key) is not null)
        {
            yield return new OrphanCleared(sweep.Environment, marked.Key);
        }

        // What is lacked once may come back; what is somebody's is no orphan.
        if (!sweep.Lacking.Contains(marked.Key) && lookups.Orphan(sweep.Environment, marked.Key) is { } orphan)
        {
            yield return new OrphanGone(orphan.Orphan, sweep.Environment, marked.Key, "owned");
        }
    }

    private static IEvent? Nobodys(SweepCompleted sweep, MarkedObject marked, ArmlLookups lookups)
    {
        var (environment, key) = (sweep.Environment, marked.Key);
        if (lookups.Orphan(environment, key) is { } known && known.Scope == sweep.Scope)
        {
            return known.State == marked.State ? null : known with { State = marked.State };
        }

        if (lookups.Suspected(environment, key) is not { } first || first.Scope != sweep.Scope)
        {
            return new OrphanSuspected(environment, key, sweep.StartedAt, sweep.Scope);
        }

        return sweep.StartedAt - first.At < lookups.Options.OrphanInterval
            ? null
            : new OrphanFound(
                OrphanId.Of(environment, key),
                environment,
                key,
                marked.Name,
                marked.State,
                marked.MadeFor,
                CauseOf(marked, lookups),
                first.At,
                sweep.StartedAt,
                sweep.Scope);
    }

    private static OrphanCause CauseOf(MarkedObject marked, ArmlLookups lookups) => marked switch
    {
        { Key.Kind: ResourceKind.Server } when lookups.Knows(marked.MadeFor) => OrphanCause.Double,
        _ when lookups.WasClaimed(marked.MadeFor) => OrphanCause.ClaimEnded,
        _ => OrphanCause.NeverClaimed,
    };

    private static bool IsNews(SweepCompleted sweep, ArmlLookups lookups) =>
        lookups.OrphansIn(sweep.Environment).Count > 0
        && (lookups.OrphansSeenIn(sweep.Environment) is not { } seen
            || seen.Scope != sweep.Scope
            || sweep.StartedAt - seen.At >= lookups.Options.OrphanNews);
}
