using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl.Journal;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Views;

/// <summary>
/// Keeps the views: reads the journal, folds it, shows the result at once, and has it written behind. Begins again
/// from what is stored whenever the store failed; what is shown never goes back.
/// </summary>
internal sealed partial class Projector
{
    private readonly JournalFeed _feed;
    private readonly IEventStore _store;
    private readonly IViewStore _views;
    private readonly MessageCatalog _catalog;
    private readonly UslOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Milestone _reached = new();
    private readonly Milestone _stored = new();
    private readonly RowJson _json;
    private volatile PresentRows _present;
    private volatile IReadOnlyList<PrincipalView> _principals = [];
    private volatile int _open;

    public Projector(
        JournalFeed feed,
        IEventStore store,
        IViewStore views,
        MessageCatalog catalog,
        UslOptions options,
        TimeProvider time,
        ILogger logger)
    {
        (_feed, _store, _views, _catalog) = (feed, store, views, catalog);
        (_options, _time, _logger) = (options, time, logger);
        _json = new RowJson(catalog);
        Endings = new Endings(time);
        _present = PresentRows.Empty(_json, new StoredRows(views, _json, null));
    }

    /// <summary>The position that the views are true for; -1 before they were read.</summary>
    public long Position => _reached.Value;

    /// <summary>The views as they stand now.</summary>
    public PresentRows Present => _present;

    /// <summary>The principals that are let in, as of now.</summary>
    public IReadOnlyList<PrincipalView> Principals => _principals;

    /// <summary>How many operations have not ended.</summary>
    public int OpenOperations => _open;

    /// <summary>Tells when operations have ended.</summary>
    public Endings Endings { get; }

    /// <summary>Waits until the views are true for a position.</summary>
    public Task ReachedAsync(long position, CancellationToken cancellationToken) =>
        _reached.ReachedAsync(position, cancellationToken);

    /// <summary>Waits until the views are stored up to a position.</summary>
    public Task StoredAsync(long position, CancellationToken cancellationToken) =>
        _stored.ReachedAsync(position, cancellationToken);

    /// <summary>The views as they were at a position that is stored.</summary>
    public IRowReader At(long position) => new StoredRows(_views, _json, position);

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
                Log.ProjectorBeginsAgain(_logger, failed.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(_options.ProjectorRestart, _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ProjectAsync(CancellationToken cancellationToken)
    {
        await BuildWhatChangedAsync(cancellationToken).ConfigureAwait(false);
        var (fold, present) = await LoadAsync(cancellationToken).ConfigureAwait(false);
        _stored.Reach(present.Position);
        Show(present);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writer = new ViewWriter(_views, present.Position, _options, _stored);
        Task[] parts = [writer.RunAsync(stop.Token), FoldAsync(fold, present, writer, stop.Token)];
        // The first that ends ends both; its reason is the reason.
        var ended = await Task.WhenAny(parts).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended.ConfigureAwait(false);
    }

    private async Task FoldAsync(
        ViewFold fold, PresentRows present, ViewWriter writer, CancellationToken cancellationToken)
    {
        var retired = new Retirement(_options.EndedOperationsInMemory);
        var open = fold.All<OperationView>(ViewNames.Operations)
            .Where(row => row.Value.Status != OperationStatus.Ended).Select(row => row.Value.Id.Value).ToHashSet();
        _open = open.Count;
        while (true)
        {
            var position = present.Position;
            var read = await _feed
                .ReadAsync(position + 1, _options.ProjectorBatch, cancellationToken).ConfigureAwait(false);
            if (read.Count == 0)
            {
                await _feed.WaitBeyondAsync(position, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var changes = new List<ViewChange>();
            foreach (var recorded in read) fold.ApplyOrSay(JournalEntry.Of(recorded), changes, _logger);
            retired.Note(changes, fold);
            present = present.With(read[^1].Position, fold.Changed(changes));
            Show(present);
            Tell(read, open);
            await writer.PutAsync(present.Position, changes, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(IReadOnlyList<RecordedEvent> read, HashSet<Guid> open)
    {
        foreach (var recorded in read)
        {
            switch (recorded.Body)
            {
                case OperationAccepted accepted:
                    open.Add(accepted.Operation.Value);
                    break;
                case OperationEnded ended:
                    open.Remove(ended.Operation.Value);
                    Endings.Tell(ended.Operation.Value);
                    break;
                default:
                    break;
            }
        }

        _open = open.Count;
    }

    private async Task<(ViewFold Fold, PresentRows Present)> LoadAsync(CancellationToken cancellationToken)
    {
        var fold = new ViewFold(_catalog);
        var position = await _views.PositionAsync(ViewNames.Set, cancellationToken).ConfigureAwait(false);
        var rows = new List<(string View, string Key, object? Value)>();
        foreach (var view in fold.Views)
        {
            foreach (var query in Retirement.Kept(view))
            {
                await LoadAsync(fold, view, query, rows, cancellationToken).ConfigureAwait(false);
            }
        }

        return (fold, PresentRows.Empty(_json, new StoredRows(_views, _json, null)).With(position, rows));
    }

    /// <summary>Reads the present rows: nobody else writes, and the past may be long.</summary>
    private async Task LoadAsync(
        ViewFold fold,
        string view,
        ViewQuery query,
        List<(string View, string Key, object? Value)> rows,
        CancellationToken cancellationToken)
    {
        var type = ViewNames.RowOf(view);
        var next = query with { Limit = _options.LargestPage };
        do
        {
            var page = await _views.ListAsync(ViewNames.Set, view, next, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                var value = _json.Read(row.Value, type);
                fold.Load(view, row.Key, value);
                rows.Add((view, row.Key, value));
            }

            next = next with { After = page.Next };
        }
        while (next.After is not null);
    }

    /// <summary>After a failure of the store the fold may be behind what was shown already.</summary>
    private void Show(PresentRows present)
    {
        if (present.Position < _present.Position) return;
        _present = present;
        var query = new ViewQuery { Limit = _options.LargestPage };
        _principals = [.. present.Page(ViewNames.Principals, query).Rows.Select(row => (PrincipalView)row.Value)];
        _reached.Reach(present.Position);
    }
}
