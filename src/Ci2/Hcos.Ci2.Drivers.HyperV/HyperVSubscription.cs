using System.Globalization;
using System.Threading.Channels;

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

    private string Query => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT * FROM __InstanceModificationEvent WITHIN {options.EventsWithin.TotalSeconds} "
        + $"WHERE TargetInstance ISA 'Msvm_ComputerSystem' "
        + $"AND TargetInstance.EnabledState != PreviousInstance.EnabledState");

    /// <summary>Pulls until cancelled; a host that grants no subscription is asked again after a while.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (options.Subscribes)
        {
            try
            {
                await PullAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DriverException)
            {
                // Not granted, or lost. Whether the host is there at all is what looks find out.
            }

            await Task.Delay(options.SubscribeAgain, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the host tells something.</summary>
    public async Task ToldAsync(CancellationToken cancellationToken)
    {
        await _told.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        await Task.Delay(options.ShortestLook, time, cancellationToken).ConfigureAwait(false);
    }

    private async Task PullAsync(CancellationToken cancellationToken)
    {
        var context = await calls
            .ReadAsync(client => client.SubscribeAsync(Query, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        // What happened between the latest look and now is for a look of its own.
        _told.Writer.TryWrite(true);
        while (true)
        {
            var (hasEvents, next) = await calls
                .ReadAsync(client => client.PullEventsAsync(context, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            context = next;
            if (hasEvents) _told.Writer.TryWrite(true);
        }
    }
}
