using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Simulation.Tests.World;

/// <summary>What CI2's effects consist of: the synchronous counterpart of its runner, call by call.</summary>
internal static class DriverScripts
{
    private static readonly ResourceKind[] Kinds =
    [
        ResourceKind.Host, ResourceKind.StoragePool, ResourceKind.Network, ResourceKind.Image, ResourceKind.Volume,
        ResourceKind.Server,
    ];

    public static IEnumerable<NativeCalls> Of(ScriptWork work, DriverCall call) => call switch
    {
        DriverCall.Probe probe => Probe(work, work.Drivers.Find(probe.Reach)),
        DriverCall.Test test => Probe(work, work.Drivers.Find(test.Address)),
        DriverCall.Sweep sweep => Sweep(work, sweep),
        DriverCall.Look look => Read(work, look.Reach, look.Key),
        DriverCall.Close close => Read(work, close.Reach, close.Key ?? KeyOf(close.Spec!)),
        DriverCall.Act act => Act(work, act),
        _ => Nothing(work),
    };

    private static ResourceKey KeyOf(ResourceSpec spec) => new(spec.Kind, spec.Id.ToString());

    private static IEnumerable<NativeCalls> Nothing(ScriptWork work)
    {
        work.Answer = new DriverAnswer.LetGo();
        yield break;
    }

    private static IEnumerable<NativeCalls> Probe(
        ScriptWork work, (Estate? Estate, DriverAnswer.Failed? Failure) found)
    {
        work.Answer = found.Failure;
        if (found.Estate is not { } estate) yield break;
        var at = work.Now;
        var calls = work.Calls(estate, DriverRun.Probe(), work.Drivers.Options.ReadTimeout);
        yield return calls;
        work.Answer = calls.Failure as DriverAnswer ?? new DriverAnswer.Probed(calls.Run.Status!, estate.HasEvents, at);
    }

    private static IEnumerable<NativeCalls> Read(ScriptWork work, Reach reach, ResourceKey key)
    {
        var (estate, failure) = work.Drivers.Find(reach);
        work.Answer = failure;
        if (estate is null) yield break;
        var at = work.Now;
        var calls = work.Calls(estate, DriverRun.Read(key), work.Drivers.Options.ReadTimeout);
        yield return calls;
        work.Answer = calls.Failure as DriverAnswer ?? new DriverAnswer.Looked(calls.Run.Item, at);
    }

    private static IEnumerable<NativeCalls> Sweep(ScriptWork work, DriverCall.Sweep sweep)
    {
        var (estate, failure) = work.Drivers.Find(sweep.Reach);
        work.Answer = failure;
        if (estate is null) yield break;
        var startedAt = work.Now;
        var callsBefore = estate.Calls.Total;
        var until = startedAt + work.Drivers.Options.SweepTimeout;
        var before = work.Calls(estate, DriverRun.Probe(), until - work.Now);
        yield return before;
        if ((work.Answer = before.Failure) is not null) yield break;
        var listed = new List<(ResourceKind Kind, DateTimeOffset StartedAt, List<ResourceObject> Objects)>();
        foreach (var kind in Kinds)
        {
            var at = work.Now;
            var listing = work.Calls(estate, DriverRun.List(kind), until - work.Now);
            yield return listing;
            if ((work.Answer = listing.Failure) is not null) yield break;
            listed.Add((kind, at, listing.Listed));
        }

        var after = work.Calls(estate, DriverRun.Probe(), until - work.Now);
        yield return after;
        if ((work.Answer = after.Failure) is not null) yield break;
        var endedAt = work.Now;
        foreach (var (_, at, objects) in listed.Where(listing => listing.Objects.Count > 0))
        {
            work.Tell(new ObjectsListed(sweep.Reach.Environment, sweep.Reach.Generation, at, objects));
        }

        work.Answer = Swept(sweep, before.Run.Status!, after.Run.Status!, work.Now)
            ?? new DriverAnswer.Swept(
                before.Run.Status!.Scope,
                startedAt,
                endedAt,
                [.. listed.Select(l => new Listing(l.Kind, l.StartedAt, [.. l.Objects.Select(seen => seen.Key)]))])
            {
                Calls = estate.Calls.Take(),
                OwnCalls = estate.Calls.Total - callsBefore,
            };
    }

    private static DriverAnswer? Swept(
        DriverCall.Sweep sweep, EnvironmentStatus before, EnvironmentStatus after, DateTimeOffset now) =>
        before.NativeIdentity != sweep.NativeIdentity || after != before
            ? new DriverAnswer.Failed(DriverTaskOutcome.Conflict, "somebody else answered, or with other rights", now)
            : null;

    private static IEnumerable<NativeCalls> Act(ScriptWork work, DriverCall.Act act)
    {
        var (estate, failure) = work.Drivers.Find(act.Reach);
        work.Answer = failure ?? Refusal(act, work.Now);
        if (work.Answer is not null || estate is null) yield break;
        var options = work.Drivers.Options;
        var left = act.Deadline - work.Now ?? options.ChangeTimeout;
        var key = act.Key ?? KeyOf(act.Spec!);
        var startedAt = work.Now;
        var timeout = left < options.ChangeTimeout ? left : options.ChangeTimeout;
        if (act.Action == DriverAction.Look)
        {
            foreach (var looking in Look(work, estate, key)) yield return looking;
            yield break;
        }

        var launches = estate.Manners.Launches && act is { Action: DriverAction.Ensure, Power: PowerAction.Start };
        var run = launches ? DriverRun.Launch(act.Spec!, estate.Manners) : RunOf(act, key, estate.Manners);
        var change = work.Calls(estate, run, timeout, act);
        yield return change;
        var made = change.Run.Item;
        if (change.Failure is null && !launches && act is { Action: DriverAction.Ensure, Power: not null })
        {
            // A call of its own, after the first was answered.
            change = work.Calls(estate, DriverRun.Power(key, act.Power.Value, estate.Manners), timeout, act);
            yield return change;
            made = change.Run.Item ?? made;
        }

        if (change.Failure is { } failed)
        {
            work.Answer = NotDone(failed, key, made);
            yield break;
        }

        var at = work.Now;
        var read = work.Calls(estate, DriverRun.Read(key), options.ReadTimeout);
        yield return read;
        work.Answer = After(act, made, key, read, startedAt, at, work.Now);
    }

    private static IEnumerable<NativeCalls> Look(ScriptWork work, Estate estate, ResourceKey key)
    {
        var at = work.Now;
        var read = work.Calls(estate, DriverRun.Read(key), work.Drivers.Options.ReadTimeout);
        yield return read;
        work.Answer = read switch
        {
            { Failure: not null } => new DriverAnswer.Acted(
                DriverTaskOutcome.Unavailable, "it could not be read", key, null, work.Now),
            { Run.Item: { } seen } => new DriverAnswer.Acted(DriverTaskOutcome.Done, null, key, seen, at),
            _ => new DriverAnswer.Acted(DriverTaskOutcome.Missing, "it is not there", key, null, at),
        };
    }

    /// <summary>Once something was made, nobody may say that surely nothing happened.</summary>
    private static DriverAnswer.Acted NotDone(DriverAnswer.Failed failed, ResourceKey key, ResourceObject? made)
    {
        if (made is null) return new(failed.Outcome, failed.Reason, key, null, failed.At);
        var outcome = failed.Outcome == DriverTaskOutcome.Unavailable ? DriverTaskOutcome.Uncertain : failed.Outcome;
        return new(outcome, $"it was made; then: {failed.Reason}", key, null, failed.At);
    }

    private static DriverAnswer.Failed? Refusal(DriverCall.Act act, DateTimeOffset now) => act switch
    {
        { Reach.Address.Access: EnvironmentAccess.ObserveOnly, Action: not DriverAction.Look } =>
            new DriverAnswer.Failed(DriverTaskOutcome.Denied, ObserveOnlyDriver.Reason, now),
        { Deadline: { } deadline } when deadline <= now =>
            new DriverAnswer.Failed(DriverTaskOutcome.Unavailable, "the deadline has come", now),
        _ => null,
    };

    private static DriverRun RunOf(DriverCall.Act act, ResourceKey key, PlatformManners manners) => act.Action switch
    {
        DriverAction.Ensure => DriverRun.Ensure(act.Spec!, manners),
        DriverAction.Power => DriverRun.Power(key, act.Power!.Value, manners),
        DriverAction.Change => RunOf(act.Change!, key, manners),
        _ => DriverRun.Delete(key, manners),
    };

    private static DriverRun RunOf(ServerChange change, ResourceKey key, PlatformManners manners) =>
        change.Kind switch
        {
            ServerChangeKind.Resize => DriverRun.Resize(key, change.Size!, manners),
            ServerChangeKind.Snapshot => DriverRun.Snapshot(key, change.Snapshot!, manners),
            ServerChangeKind.DeleteSnapshot => DriverRun.DeleteSnapshot(key, change.Snapshot!.Id, manners),
            _ => DriverRun.Revert(key, change.Snapshot!.Id, change.Size!, manners),
        };

    private static DriverAnswer.Acted After(
        DriverCall.Act act,
        ResourceObject? made,
        ResourceKey key,
        NativeCalls read,
        DateTimeOffset startedAt,
        DateTimeOffset readAt,
        DateTimeOffset now)
    {
        if (read.Failure is not null)
        {
            return made is not null
                ? new(DriverTaskOutcome.Done, null, key, made, startedAt)
                : new(DriverTaskOutcome.Uncertain, "it could not be read afterwards", key, null, now);
        }

        var seen = read.Run.Item;
        return (act.Action, seen) switch
        {
            (DriverAction.Delete, not null) =>
                new(DriverTaskOutcome.Uncertain, "it is still there after it was removed", key, seen, readAt),
            (DriverAction.Delete, null) => new(DriverTaskOutcome.Done, null, key, null, readAt),
            (_, null) => new(DriverTaskOutcome.Uncertain, "it was gone when it was read afterwards", key, null, readAt),
            _ => new(DriverTaskOutcome.Done, null, key, seen, readAt),
        };
    }
}
