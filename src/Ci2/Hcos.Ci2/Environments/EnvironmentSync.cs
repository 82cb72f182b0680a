using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Environments;

/// <summary>
/// Keeps one environment synchronised: a probe tells whether it answers, a watch tells what happens, sweeps tell what
/// is there. While it does not answer, only probes go on; when it answers again, it is watched anew and then swept.
/// </summary>
internal abstract class EnvironmentSync : IProcess<EnvironmentSyncState, Ci2Lookups>
{
    public static EnvironmentSyncState Initial => EnvironmentSyncState.Initial;

    public static string StreamOf(EnvironmentId environment) => environment.ToString();

    public static Decision Decide(EnvironmentSyncState state, Given given, Ci2Lookups lookups) => given.Message switch
    {
        EnvironmentRegistered registered =>
            Take(state, registered.Environment, registered.Name, registered.Address, lookups),
        EnvironmentChanged changed => Take(state, changed.Environment, changed.Name, changed.Address, lookups),
        EnvironmentRemoved when state.Reach is { } reach => Decision.Of(new EnvironmentDropped(reach.Environment)),
        CredentialStored when state.Reach is { } reach =>
            Take(state, reach.Environment, state.Name, reach.Address, lookups),
        CredentialRemoved when state.Reach is { } reach =>
            Take(state, reach.Environment, state.Name, reach.Address, lookups),
        // It begins again after a restart of this layer; what happened in between was missed, so a sweep follows.
        WatchBegan began when state.Watch?.Number == began.Number =>
            Told(state, began.Environment, new WatchStarted(began.Environment, began.Number, began.At), given, lookups),
        SubscriptionSeen seen when state.Watch?.Number == seen.Number && state.IsSubscribed != seen.IsOn =>
            Told(state, seen.Environment, new SubscriptionChanged(seen.Environment, seen.IsOn), given, lookups),
        EffectEnded { Result: DriverAnswer.LetGo } when state.Leaving is { } left =>
            Decision.Of(new EnvironmentLeft(left)),
        EffectEnded ended when state.Reach is { } reach => Ended(state, reach, ended, given.Time, lookups),
        _ => Decision.Nothing,
    };

    public static EnvironmentSyncState Evolve(EnvironmentSyncState state, IEvent happened) =>
        EnvironmentSyncFold.Evolve(state, happened);

    public static IReadOnlyList<Pending> Pending(EnvironmentSyncState state)
    {
        var pending = new List<Pending>();
        if (state.Leaving is { } leaving)
        {
            pending.Add(Effect($"leave-{state.Counter}", $"{leaving}/leave", new DriverCall.Leave(leaving)));
        }

        if (state.Reach is not { } reach) return pending;
        var name = reach.Environment.ToString();
        if (state.Probe is { } probe)
        {
            pending.Add(Effect($"probe-{probe.Number}", $"{name}/probe", new DriverCall.Probe(reach)) with
            {
                NotBefore = probe.From,
                LongestRepeat = state.LongestProbeRepeat,
            });
        }

        if (state.Watch is { } watch)
        {
            pending.Add(Effect($"watch-{watch.Number}", $"{name}/watch", new DriverCall.Watch(reach, watch.Number)) with
            {
                NotBefore = watch.From,
            });
        }

        if (state is { Sweep: { } sweep, NativeIdentity: { } identity })
        {
            var call = new DriverCall.Sweep(reach, sweep.Number, identity) { Looks = state.Rhythm?.Looks };
            pending.Add(Effect($"sweep-{sweep.Number}", $"{name}/sweep", call) with { NotBefore = sweep.From });
        }

        return pending;
    }

    /// <summary>What happened to the watch, and by which path changes become known from here on.</summary>
    private static Decision Told(
        EnvironmentSyncState state, EnvironmentId environment, IEvent happened, Given given, Ci2Lookups lookups)
    {
        var next = Evolve(state, happened);
        return Decision.Of(
            [happened, .. Situations.Told(next, environment, Situations.Watching(next), given.Time, lookups)]);
    }

    private static Pending.Effect Effect(string key, string subject, DriverCall call) =>
        new(key, subject, call, IsChanging: false);

    private static Decision Take(
        EnvironmentSyncState state,
        EnvironmentId environment,
        string name,
        EnvironmentAddress address,
        Ci2Lookups lookups) =>
        Decision.Of(new EnvironmentTaken(
            environment, name, address, state.Generation + 1, lookups.Options.LongestProbeRepeat));

    private static Decision Ended(
        EnvironmentSyncState state, Reach reach, EffectEnded ended, DateTimeOffset now, Ci2Lookups lookups)
    {
        var what = ended.Key[..ended.Key.IndexOf('-', StringComparison.Ordinal)];
        return (what, ended.Result) switch
        {
            ("probe", DriverAnswer.Probed probed) => Probing.Answered(state, reach, probed, lookups.Options),
            ("probe", DriverAnswer.Failed failed) => Probing.Failed(state, reach, failed.Reason, failed.At),
            ("probe", EffectThrew threw) => Probing.Failed(state, reach, threw.Reason, now),
            ("watch", DriverAnswer.WatchEnded lost) => Doubt(state, reach, lost.Reason, true, now, lookups),
            ("watch", EffectThrew threw) => Doubt(state, reach, threw.Reason, true, now, lookups),
            ("sweep", DriverAnswer.Swept swept) => Sweeping.Completed(state, reach.Environment, swept, now, lookups),
            ("sweep", DriverAnswer.Failed failed) => Doubt(state, reach, failed.Reason, false, now, lookups),
            ("sweep", EffectThrew threw) => Doubt(state, reach, threw.Reason, false, now, lookups),
            _ => Decision.Nothing,
        };
    }

    /// <summary>The first doubt is looked into at once, the next ones after 1, 2, 4 … s.</summary>
    private static Decision Doubt(
        EnvironmentSyncState state,
        Reach reach,
        string reason,
        bool isWatchLost,
        DateTimeOffset now,
        Ci2Lookups lookups)
    {
        var hasLasted = isWatchLost && now - state.WatchedSince > lookups.Options.SweepInterval;
        var failures = hasLasted ? 1 : state.Failures + 1;
        var wait = TimeSpan.FromSeconds(failures == 1 ? 0 : Math.Pow(2, Math.Min(failures - 2, 10)));
        var longest = lookups.Options.LongestProbeRepeat;
        var doubted = new ConnectionDoubted(
            reach.Environment, reason, isWatchLost, failures, now + (wait < longest ? wait : longest));
        return isWatchLost
            ? Decision.Of(
                [doubted, .. Situations.Told(state, reach.Environment, WatchHealth.Lost, now, lookups)])
            : Decision.Of(doubted);
    }
}
