using System.Threading.Channels;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Hosting;

/// <summary>Reads parts of a layer's own log again, for streams that are given what they missed.</summary>
internal sealed class OwnReads(
    string layer, LayerSeams seams, LayerHostOptions options, Func<LayerInput, CancellationToken, ValueTask> put)
{
    private readonly Channel<long> _wanted = Channel.CreateBounded<long>(
        new BoundedChannelOptions(options.LongestReplayQueue)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.DropOldest,
        });

    public void Put(long from) => _wanted.Writer.TryWrite(from);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var from in _wanted.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var read = new List<RecordedEvent>();
            await foreach (var happened in seams.Store
                .ReadAsync(layer, from, options.ReplayCredit, cancellationToken).ConfigureAwait(false))
            {
                read.Add(happened);
            }

            if (read.Count == 0) continue;
            await put(new LayerInput.ReadOwn(from, read[^1].Position, read), cancellationToken).ConfigureAwait(false);
        }
    }
}
