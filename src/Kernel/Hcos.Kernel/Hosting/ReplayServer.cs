using System.Threading.Channels;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Hosting;

/// <summary>Answers replay requests from the committed log, one after the other, a bounded part each.</summary>
internal sealed class ReplayServer(
    string layer, LayerSeams seams, LayerHostOptions options, Func<HeadAnnouncement?> announcement)
{
    private readonly Channel<ReplayRequest> _requests = Channel.CreateBounded<ReplayRequest>(
        new BoundedChannelOptions(options.LongestReplayQueue)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.DropOldest,
        });

    public void Put(ReplayRequest request) => _requests.Writer.TryWrite(request);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var request in _requests.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (announcement() is { } head) await ServeAsync(request, head, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(ReplayRequest request, HeadAnnouncement head, CancellationToken cancellationToken)
    {
        var from = request.From;
        var read = new List<RecordedEvent>();
        await foreach (var happened in seams.Store
            .ReadAsync(layer, from, options.ReplayCredit, cancellationToken).ConfigureAwait(false))
        {
            // What a successor wrote is the successor's to tell: under our epoch it would seem to have been taken back.
            if (happened.Epoch > head.Epoch) break;
            read.Add(happened);
            if (read.Count == options.LargestBatch)
            {
                from = await SendAsync(request.Consumer, head, from, read, cancellationToken).ConfigureAwait(false);
            }
        }

        if (read.Count > 0)
        {
            from = await SendAsync(request.Consumer, head, from, read, cancellationToken).ConfigureAwait(false);
        }

        if (from > head.Head)
        {
            // Nothing is missing, as far as was announced: say so, so that the consumer need not wait.
            await seams.Bus.ReplayAsync(request.Consumer, head, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<long> SendAsync(
        string consumer, HeadAnnouncement head, long from, List<RecordedEvent> read,
        CancellationToken cancellationToken)
    {
        var last = read[^1];
        var batch = new EventBatch(
            head.Log,
            head.Epoch,
            head.EpochStart,
            last.Time,
            from,
            last.Position,
            [.. read.Where(happened => seams.Catalog.IsPublic(happened.Body.GetType()))]);
        read.Clear();
        await seams.Bus.ReplayAsync(consumer, batch, cancellationToken).ConfigureAwait(false);
        return last.Position + 1;
    }
}
