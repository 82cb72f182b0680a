using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Environments: what CIE has in the books, and what CI2 saw of their reachability.</summary>
internal abstract class EnvironmentProjection : IProjection<EnvironmentView>
{
    public static string View => ViewNames.Environments;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        EnvironmentProposed e => [e.Environment.ToString()],
        EnvironmentRegistered e => [e.Environment.ToString()],
        EnvironmentChanged e => [e.Environment.ToString()],
        EnvironmentClosing e => [e.Environment.ToString()],
        EnvironmentRemoved e => [e.Environment.ToString()],
        EnvironmentTaskEnded e => [e.Environment.ToString()],
        EnvironmentReachabilityChanged e => [e.Environment.ToString()],
        EnvironmentReached e => [e.Environment.ToString()],
        EnvironmentUnreachable e => [e.Environment.ToString()],
        EnvironmentSuspect e => [e.Environment.ToString()],
        SweepCompleted e => [e.Environment.ToString()],
        RhythmChanged e => [e.Environment.ToString()],
        _ => [],
    };

    public static EnvironmentView? Apply(EnvironmentView? view, JournalEntry entry, IRows rows) =>
        entry.Event.Body switch
        {
            EnvironmentProposed e => With(view ?? new EnvironmentView(e.Environment, e.Name), e.Name, e.Address),
            EnvironmentRegistered e => With(view ?? new EnvironmentView(e.Environment, e.Name), e.Name, e.Address)
                with
            { IsRegistered = true },
            EnvironmentChanged e => With(view ?? new EnvironmentView(e.Environment, e.Name), e.Name, e.Address)
                with
            { IsRegistered = true },
            EnvironmentClosing when view is not null => view with { IsClosing = true },
            EnvironmentRemoved => null,
            EnvironmentTaskEnded { Outcome: not TaskOutcome.Done } when view is { IsRegistered: false } => null,
            EnvironmentTaskEnded when view is { IsClosing: true } => view with { IsClosing = false },
            EnvironmentReachabilityChanged e when view is not null => Known(view, e),
            EnvironmentReached e => Seen(view, e.Environment, Reachability.Reachable, e.At, null)
                with
            { Version = e.Version, NativeIdentity = e.NativeIdentity },
            EnvironmentUnreachable e => Unseen(
                Seen(view, e.Environment, Reachability.Unreachable, e.At, e.Reason)),
            EnvironmentSuspect e => Seen(
                view,
                e.Environment,
                Reachability.Suspect,
                e.At,
                $"{e.Lacking} of {e.Known} known resources were not listed; nobody acts until that is confirmed"),
            SweepCompleted e => (view ?? new EnvironmentView(e.Environment, "")) with
            {
                Sweep = new SweepView(
                    e.StartedAt, e.Count, [.. e.Lacking.Select(key => ResourceRows.IdOf(e.Environment, key))]),
                Rhythm = e.Rhythm ?? view?.Rhythm,
            },
            RhythmChanged e => (view ?? new EnvironmentView(e.Environment, "")) with { Rhythm = e.Rhythm },
            _ => view,
        };

    private static EnvironmentView With(EnvironmentView view, string name, EnvironmentAddress address) => view with
    {
        Name = name,
        Kind = address.Kind,
        Endpoint = address.Endpoint,
        Credential = address.Credential,
        Trust = address.Trust,
        Access = address.Access,
    };

    /// <summary>CI2 is the first to know; CIE's later word on the same matter adds what CI2 did not say.</summary>
    private static EnvironmentView Known(EnvironmentView view, EnvironmentReachabilityChanged changed) =>
        view.Since is { } since && since >= changed.Since
            ? view with { Version = changed.Version ?? view.Version }
            : view with
            {
                Reachability = changed.Reachability,
                Since = changed.Since,
                Reason = changed.Reason,
                Version = changed.Version ?? view.Version,
            };

    /// <summary>While it does not answer, nothing shows changes; what was spent stays as it was.</summary>
    private static EnvironmentView Unseen(EnvironmentView view) => view with
    {
        Rhythm = view.Rhythm is { } rhythm
            ? rhythm with
            {
                Path = SyncPath.None,
                Watch = rhythm.Watch == WatchHealth.None ? WatchHealth.None : WatchHealth.Lost,
                Looks = null,
                SeenWithinSeconds = null,
                OthersWithinSeconds = null,
                Reason = "the environment does not answer: it is asked again and again, and listed once it does",
            }
            : null,
    };

    private static EnvironmentView Seen(
        EnvironmentView? view, EnvironmentId id, Reachability reachability, DateTimeOffset at, string? reason) =>
        (view ?? new EnvironmentView(id, "")) with { Reachability = reachability, Since = at, Reason = reason };
}
