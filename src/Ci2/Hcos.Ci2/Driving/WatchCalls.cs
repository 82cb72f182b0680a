using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Kernel.Hosting;
using Microsoft.Extensions.Logging;

namespace Hcos.Ci2.Driving;

/// <summary>Tells what the platform tells, for as long as the connection lasts.</summary>
internal sealed class WatchCalls(Ci2Options options, TimeProvider time, ILogger logger)
{
    public async Task<DriverAnswer> WatchAsync(
        DriverLane lane, DriverCall.Watch watch, IEffectContext context, CancellationToken cancellationToken)
    {
        var reason = "the platform ended it";
        try
        {
            if (lane.Driver is IEventDriver driver)
            {
                await TellAsync(driver, lane.Pace, watch, context, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception thrown) when (CallErrors.IsFailure(thrown) && !cancellationToken.IsCancellationRequested)
        {
            reason = thrown is DriverException failed ? failed.Message : "it did not begin in time";
        }

        Log.WatchEnded(logger, watch.Reach.Environment.ToString(), reason);
        return new DriverAnswer.WatchEnded(reason, context.Now);
    }

    private async Task TellAsync(
        IEventDriver driver,
        LookPace pace,
        DriverCall.Watch watch,
        IEffectContext context,
        CancellationToken cancellationToken)
    {
        // Only the beginning has a limit; after it, silence is no failure: the sweeps notice a connection that hangs.
        using var beginning = new CancellationTokenSource(options.ReadTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, beginning.Token);
        var environment = watch.Reach.Environment;
        await foreach (var happened in driver.WatchAsync(stop.Token).ConfigureAwait(false))
        {
            var at = context.Now;
            if (happened.Kind == NativeEventKind.WatchBegan)
            {
                beginning.CancelAfter(Timeout.InfiniteTimeSpan);
                await context.ReportAsync(new WatchBegan(environment, watch.Number, at), stop.Token)
                    .ConfigureAwait(false);
            }
            else if (happened.Kind is NativeEventKind.Subscribed or NativeEventKind.Unsubscribed)
            {
                var isOn = happened.Kind == NativeEventKind.Subscribed;
                await context.ReportAsync(new SubscriptionSeen(environment, watch.Number, isOn), stop.Token)
                    .ConfigureAwait(false);
            }
            else if (happened.Key is { } key)
            {
                pace.Hurry();
                var report = new NativeEventSeen(environment, watch.Reach.Generation, key, happened, at);
                await context.ReportAsync(report, stop.Token).ConfigureAwait(false);
            }
        }
    }
}
