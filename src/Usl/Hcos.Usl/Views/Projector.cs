using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl.Journal;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Views;

/// <summary>
/// Keeps the views: reads the journal, folds it, writes rows and position in one transaction. Begins again from what
/// is stored whenever the store failed.
/// </summary>
internal sealed class Projector(
    JournalFeed feed, IViewStore views, MessageCatalog catalog, UslOptions options, TimeProvider time, ILogger logger)
{
    private readonly Milestone _reached = new();
    private volatile IReadOnlyList<PrincipalView> _principals = [];

    /// <summary>The position that the views are true for; -1 before they were read.</summary>
    public long Position => _reached.Value;

    /// <summary>The principals that are let in, as of now.</summary>
    public IReadOnlyList<PrincipalView> Principals => _principals;

    /// <summary>Waits until the views are true for a position.</summary>
    public Task ReachedAsync(long position, CancellationToken cancellationToken) =>
        _reached.ReachedAsync(position, cancellationToken);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ProjectAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failed) when (failed is StoreUnavailableException or ViewConflictException)
            {
                Log.ProjectorBeginsAgain(logger, failed.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(options.ProjectorRestart, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ProjectAsync(CancellationToken cancellationToken)
    {
        var (fold, position) = await LoadAsync(cancellationToken).ConfigureAwait(false);
        PublishPrincipals(fold);
        _reached.Reach(position);
        while (true)
        {
            var read = await feed.ReadAsync(position + 1, options.ProjectorBatch, cancellationToken)
                .ConfigureAwait(false);
            foreach (var (last, changes) in Batches(fold, read))
            {
                await views.WriteAsync(ViewNames.Set, position, last, changes, cancellationToken).ConfigureAwait(false);
                position = last;
                if (changes.Exists(change => change.View == ViewNames.Principals)) PublishPrincipals(fold);
                _reached.Reach(position);
            }

            if (read.Count == 0) await feed.WaitBeyondAsync(position, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Rows change at most once in one write, so that every state of a row is kept: what changes a row again begins
    /// another write.
    /// </summary>
    private IEnumerable<(long Last, List<ViewChange> Changes)> Batches(
        ViewFold fold, IReadOnlyList<RecordedEvent> read)
    {
        var changes = new List<ViewChange>();
        var rows = new HashSet<(string, string)>();
        var last = 0L;
        foreach (var recorded in read)
        {
            var more = Fold(fold, recorded);
            if (more.Any(change => rows.Contains((change.View, change.Key))))
            {
                yield return (last, changes);
                changes = [];
                rows.Clear();
            }

            changes.AddRange(more);
            rows.UnionWith(more.Select(change => (change.View, change.Key)));
            last = recorded.Position;
        }

        if (last > 0) yield return (last, changes);
    }

    private List<ViewChange> Fold(ViewFold fold, RecordedEvent recorded)
    {
        var changes = new List<ViewChange>();
        try
        {
            fold.Apply(JournalEntry.Of(recorded), changes);
        }
#pragma warning disable CA1031 // A projection that throws is a defect of ours; the views go on without that entry.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Log.ProjectionThrew(logger, recorded.Position, thrown);
        }

        return changes;
    }

    private async Task<(ViewFold Fold, long Position)> LoadAsync(CancellationToken cancellationToken)
    {
        var fold = new ViewFold(catalog);
        var position = await views.PositionAsync(ViewNames.Set, cancellationToken).ConfigureAwait(false);
        foreach (var view in fold.Views)
        {
            string? after = null;
            do
            {
                var query = new ViewQuery { At = position, Limit = options.LargestPage, After = after };
                var page = await views.ListAsync(ViewNames.Set, view, query, cancellationToken).ConfigureAwait(false);
                foreach (var row in page.Rows) fold.Load(view, row.Key, row.Value.ToJsonString());
                after = page.Next;
            }
            while (after is not null);
        }

        return (fold, position);
    }

    private void PublishPrincipals(ViewFold fold) =>
        _principals = [.. fold.All<PrincipalView>(ViewNames.Principals).Select(row => row.Value)];
}
