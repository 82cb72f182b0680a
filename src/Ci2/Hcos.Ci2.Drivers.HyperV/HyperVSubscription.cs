using System.Globalization;
using System.Threading.Channels;
using Hcos.Ci2.Drivers.HyperV.WsMan;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>
/// What the host tells by itself: that some machine changed its state. It only calls for a look; what a look shows is
/// what is told.
/// </summary>
internal sealed class HyperVSubscription(NativeCalls<HyperVClient> calls, HyperVOptions options, TimeProvider time)
{
    /// <summary>One telling is as good as many: whoever looks sees all.</summary>
    private readonly Channel<bool> _told = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile bool _isGranted;

    /// <summary>
    /// Whether the host tells. While one subscription follows another at once, it does.
    /// </summary>
    public bool IsGranted => _isGranted;

    private string Query => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT * FROM __InstanceModificationEvent WITHIN {options.EventsWithin.TotalSeconds} "
        + $"WHERE TargetInstance ISA 'Msvm_ComputerSystem' "
        + $"AND TargetInstance.EnabledState != PreviousInstance.EnabledState");

    /// <summary>
    /// Pulls until cancelled. A subscription that ends after it has worked is followed by another at once: all end some
    /// time. A host that grants none is asked again after a while.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // What was granted is given back although the watch is over: whoever only leaves uses up what a host grants.
        using var farewell = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var leaving = cancellationToken.UnsafeRegister(
            _ => farewell.CancelAfter(options.LongestFarewell), null);
        while (options.Subscribes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await ListenAsync(farewell.Token, cancellationToken).ConfigureAwait(false)) continue;
            _isGranted = false;
            _told.Writer.TryWrite(true);
            await Task.Delay(options.SubscribeAgain, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the host tells something.</summary>
    public async Task ToldAsync(CancellationToken cancellationToken)
    {
        await _told.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        await Task.Delay(options.ShortestLook, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Listens for the life of one subscription; whether that had worked.</summary>
    /// <param name="farewell">Cuts off what begins and ends the subscription.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<bool> ListenAsync(CancellationToken farewell, CancellationToken cancellationToken)
    {
        var begunAt = time.GetTimestamp();
        EventSource? source = null;
        try
        {
            // Not cut off by the end of the watch at once: nobody could end a subscription whose answer was not heard.
            source = await calls.ReadAsync(client => client.SubscribeAsync(Query, farewell), farewell)
                .ConfigureAwait(false);
            _isGranted = true;
            // What happened between the latest look and now is for a look of its own.
            _told.Writer.TryWrite(true);
            await PullAsync(source.Context, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException)
        {
            // Not granted, ended, or lost. Whether the host is there at all is what looks find out.
        }
        finally
        {
            if (source is not null) await EndAsync(source, farewell).ConfigureAwait(false);
        }

        return source is not null && time.GetElapsedTime(begunAt) >= options.SubscriptionWorked;
    }

    private async Task PullAsync(string context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (hasEvents, next) = await calls
                .ReadAsync(client => client.PullEventsAsync(context, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            context = next;
            if (hasEvents) _told.Writer.TryWrite(true);
        }
    }

    /// <summary>Ends one that may have ended by itself; whether that succeeds makes no difference to us.</summary>
    private async Task EndAsync(EventSource source, CancellationToken farewell)
    {
        if (source.Manager.Count == 0) return;
        try
        {
            await calls.ReadAsync(client => client.UnsubscribeAsync(source, farewell), farewell).ConfigureAwait(false);
        }
        catch (Exception vain) when (vain is DriverException or OperationCanceledException)
        {
            // It ends by itself when its time is over.
        }
    }
}
