using System.Threading.Channels;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl.Journal;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Views;

/// <summary>
/// Builds a set of views from the journal alone, as fast as the machine can: reading, folding and writing go on at the
/// same time.
/// </summary>
internal sealed class ViewRebuild(
    IEventStore store, IViewStore views, MessageCatalog catalog, UslOptions options, ILogger logger)
{
    /// <summary>Builds the set up to a position; whatever it held before is dropped.</summary>
    public async Task BuildAsync(string set, long until, CancellationToken cancellationToken)
    {
        await views.DropAsync(set, cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var read = Queue<List<RecordedEvent>>();
        var folded = Queue<(long Last, List<ViewChange> Changes)>();
        List<Task> parts =
        [
            Task.Run(() => ReadAsync(read.Writer, until, stop.Token), stop.Token),
            Task.Run(() => FoldAsync(read.Reader, folded.Writer, stop.Token), stop.Token),
            WriteAsync(set, folded.Reader, stop.Token),
        ];
        while (parts.Count > 0)
        {
            var ended = await Task.WhenAny(parts).ConfigureAwait(false);
            parts.Remove(ended);
            if (ended.IsCompletedSuccessfully) continue;
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended.ConfigureAwait(false);
        }
    }

    private Channel<TItem> Queue<TItem>() => Channel.CreateBounded<TItem>(
        new BoundedChannelOptions(options.LongestRebuildQueue) { SingleReader = true, SingleWriter = true });

    private async Task ReadAsync(
        ChannelWriter<List<RecordedEvent>> into, long until, CancellationToken cancellationToken)
    {
        var batch = new List<RecordedEvent>();
        await foreach (var recorded in store
            .ReadAsync(UslModule.Name, 1, (int)Math.Min(until, int.MaxValue), cancellationToken).ConfigureAwait(false))
        {
            batch.Add(recorded);
            if (batch.Count < options.RebuildBatch) continue;
            await into.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            batch = [];
        }

        if (batch.Count > 0) await into.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        into.Complete();
    }

    private async Task FoldAsync(
        ChannelReader<List<RecordedEvent>> from,
        ChannelWriter<(long Last, List<ViewChange> Changes)> into,
        CancellationToken cancellationToken)
    {
        var fold = new ViewFold(catalog);
        var retired = new Retirement(options.EndedOperationsInMemory);
        await foreach (var batch in from.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var changes = new List<ViewChange>(batch.Count * 2);
            foreach (var recorded in batch) fold.ApplyOrSay(JournalEntry.Of(recorded), changes, logger);
            retired.Note(changes, fold);
            fold.Changed([]);
            await into.WriteAsync((batch[^1].Position, changes), cancellationToken).ConfigureAwait(false);
        }

        into.Complete();
    }

    private Task WriteAsync(
        string set, ChannelReader<(long Last, List<ViewChange> Changes)> from, CancellationToken cancellationToken)
    {
        var versions = new VersionFold();
        return views.FillAsync(
            set,
            versions.OfAsync(from.ReadAllAsync(cancellationToken), cancellationToken),
            () => versions.Position,
            cancellationToken);
    }
}
