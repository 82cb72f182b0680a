using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Hosting;
using Microsoft.Extensions.Logging;

namespace Hcos.Ci2.Driving;

/// <summary>Carries out driver tasks, one call each, and reads the object afterwards.</summary>
internal sealed class TaskCalls(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan MostWait = TimeSpan.FromDays(1);

    public static async Task<DriverAnswer> LookAsync(
        DriverLane lane, ResourceKey key, IEffectContext context, CancellationToken cancellationToken)
    {
        await lane.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ReadAsync(lane, key, context, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lane.EndTurn();
        }
    }

    public static Task<DriverAnswer> CloseAsync(
        DriverLane lane, DriverCall.Close close, IEffectContext context, CancellationToken cancellationToken) =>
        LookAsync(lane, close.Key ?? lane.Driver.KeyOf(close.Spec!), context, cancellationToken);

    public async Task<DriverAnswer> ActAsync(
        DriverLane lane, DriverCall.Act act, IEffectContext context, CancellationToken cancellationToken)
    {
        // The wrapper refuses as well; here the answer has a reason even for abilities that it took away.
        if (act is { Reach.Address.Access: EnvironmentAccess.ObserveOnly, Action: not DriverAction.Look })
        {
            throw new DriverException(DriverFailure.Denied, ObserveOnlyDriver.Reason);
        }

        var left = act.Deadline - context.Now ?? MostWait;
        if (act.Deadline is not null && left <= TimeSpan.Zero)
        {
            throw new DriverException(DriverFailure.Unavailable, "the deadline has come");
        }

        // A timer has a longest wait; no call lasts that long anyway.
        using var deadline = new CancellationTokenSource(left < MostWait ? left : MostWait, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        await lane.TakeTurnAsync(stop.Token).ConfigureAwait(false);
        try
        {
            lane.Pace.Hurry();
            var answer = await ActInTurnAsync(lane, act, context, stop.Token).ConfigureAwait(false);
            Log.TaskRan(logger, act.Task, (answer as DriverAnswer.Acted)?.Outcome.ToString() ?? "failed");
            return answer;
        }
        finally
        {
            lane.EndTurn();
        }
    }

    private static async Task<DriverAnswer> ActInTurnAsync(
        DriverLane lane, DriverCall.Act act, IEffectContext context, CancellationToken cancellationToken)
    {
        var key = act.Key ?? lane.Driver.KeyOf(act.Spec!);
        var startedAt = context.Now;
        ResourceObject? made = null;
        try
        {
            if (act.Action != DriverAction.Look)
            {
                made = await ChangeAsync(lane, act, key, context, cancellationToken).ConfigureAwait(false);
            }

            if (act is { Action: DriverAction.Ensure, Power: not null } && Launching(lane.Driver, act) is null)
            {
                // A call of its own, after the first was answered.
                var follows = act with { Action = DriverAction.Power };
                var powered = await ChangeAsync(lane, follows, made?.Key ?? key, context, cancellationToken)
                    .ConfigureAwait(false);
                made = powered ?? made;
            }
        }
        catch (Exception thrown) when (CallErrors.IsFailure(thrown))
        {
            return NotDone(CallErrors.Answer(thrown, wasSent: true, context.Now), key, made);
        }

        return await ReadAfterAsync(lane, act, made, made?.Key ?? key, startedAt, context, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Once something was made, nobody may say that surely nothing happened.</summary>
    private static DriverAnswer.Acted NotDone(DriverAnswer.Failed failed, ResourceKey key, ResourceObject? made)
    {
        if (made is null) return Acted(failed.Outcome, failed.Reason, key, null, failed.At);
        var outcome = failed.Outcome == DriverTaskOutcome.Unavailable ? DriverTaskOutcome.Uncertain : failed.Outcome;
        return Acted(outcome, $"it was made; then: {failed.Reason}", made.Key, null, failed.At);
    }

    private static async Task<ResourceObject?> ChangeAsync(
        DriverLane lane,
        DriverCall.Act act,
        ResourceKey key,
        IEffectContext context,
        CancellationToken cancellationToken)
    {
        await context.VerifyOwnershipAsync(cancellationToken).ConfigureAwait(false);
        return await lane.Pipelines.Change.ExecuteAsync(
            async token => await ChangeAsync(lane.Driver, act, key, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ResourceObject?> ChangeAsync(
        IResourceDriver driver, DriverCall.Act act, ResourceKey key, CancellationToken cancellationToken)
    {
        switch (act.Action)
        {
            case DriverAction.Ensure when Launching(driver, act) is { } launching:
                return await launching.LaunchAsync(act.Spec!, cancellationToken).ConfigureAwait(false);
            case DriverAction.Ensure:
                return await driver.EnsureAsync(act.Spec!, cancellationToken).ConfigureAwait(false);
            case DriverAction.Power when driver is IPowerDriver powered:
                return await powered.PowerAsync(key, act.Power!.Value, cancellationToken).ConfigureAwait(false);
            case DriverAction.Change:
                return await ServerChanges.MakeAsync(driver, key, act.Change!, cancellationToken).ConfigureAwait(false);
            case DriverAction.Delete:
                await driver.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                throw new DriverException(DriverFailure.Invalid, "this platform cannot change a server's execution");
        }
    }

    /// <summary>The driver as one that makes and starts by one call; null unless it can and that is wanted.</summary>
    private static ILaunchDriver? Launching(IResourceDriver driver, DriverCall.Act act) =>
        act.Power == PowerAction.Start ? driver as ILaunchDriver : null;

    /// <summary>
    /// The picture comes from a read that surely began after the effect ended, at an instant of our own.
    /// </summary>
    private static async Task<DriverAnswer> ReadAfterAsync(
        DriverLane lane,
        DriverCall.Act act,
        ResourceObject? made,
        ResourceKey key,
        DateTimeOffset startedAt,
        IEffectContext context,
        CancellationToken cancellationToken)
    {
        DriverAnswer.Looked? looked = null;
        try
        {
            looked = await ReadAsync(lane, key, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception thrown) when (CallErrors.IsFailure(thrown))
        {
            // The driver has read it too, at an instant that is only known to lie after the beginning of the call.
            if (made is not null) return Acted(DriverTaskOutcome.Done, null, key, made, startedAt);
        }

        var isThere = looked?.Object is not null;
        return (act.Action, looked) switch
        {
            (DriverAction.Look, null) =>
                Acted(DriverTaskOutcome.Unavailable, "it could not be read", key, null, context.Now),
            (_, null) => Uncertain("it could not be read afterwards", key, null, context.Now),
            (DriverAction.Delete, _) when isThere =>
                Uncertain("it is still there after it was removed", key, looked.Object, looked.At),
            (DriverAction.Delete, _) => Acted(DriverTaskOutcome.Done, null, key, null, looked.At),
            (DriverAction.Look, _) when !isThere =>
                Acted(DriverTaskOutcome.Missing, "it is not there", key, null, looked.At),
            _ when !isThere => Uncertain("it was gone when it was read afterwards", key, null, looked.At),
            _ => Acted(DriverTaskOutcome.Done, null, key, looked.Object, looked.At),
        };
    }

    private static DriverAnswer.Acted Uncertain(
        string reason, ResourceKey key, ResourceObject? seen, DateTimeOffset at) =>
        Acted(DriverTaskOutcome.Uncertain, reason, key, seen, at);

    private static DriverAnswer.Acted Acted(
        DriverTaskOutcome outcome, string? reason, ResourceKey key, ResourceObject? seen, DateTimeOffset at) =>
        new(outcome, reason, key, seen, at);

    private static async Task<DriverAnswer.Looked> ReadAsync(
        DriverLane lane, ResourceKey key, IEffectContext context, CancellationToken cancellationToken)
    {
        var at = context.Now;
        var seen = await lane.Pipelines.Read.ExecuteAsync(
            async token => await lane.Driver.ReadAsync(key, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        return new DriverAnswer.Looked(seen, at);
    }
}
