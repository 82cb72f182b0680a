using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl.Journal;
using Hcos.Usl.Services;
using Hcos.Usl.Views;

namespace Hcos.Usl.Api;

/// <summary>Everything that endpoints work with.</summary>
internal sealed class ApiDesk
{
    private volatile Bookmarks? _bookmarks;

    public ApiDesk(UslSeams seams, UslOptions options, JournalFeed feed, Projector projector, OperationTable table)
    {
        Seams = seams;
        Options = options;
        Feed = feed;
        Projector = projector;
        Table = table;
        Admission = new Admission(options, () => projector.OpenOperations);
    }

    public UslSeams Seams { get; }

    public UslOptions Options { get; }

    public JournalFeed Feed { get; }

    public Projector Projector { get; }

    public OperationTable Table { get; }

    /// <summary>How much is taken on at a time.</summary>
    public Admission Admission { get; }

    /// <summary>Puts a command into USL's own layer; completes when what it led to is committed.</summary>
    public Func<MessageContext, ICommand, CancellationToken, Task> Submit { get; set; } =
        (_, _, _) => throw new StoreUnavailableException("the layer does not run in this process");

    public DateTimeOffset Now => Seams.Time.GetUtcNow();

    /// <summary>The bookmarks of this journal.</summary>
    /// <exception cref="ProblemException">There is no journal yet.</exception>
    public async Task<Bookmarks> BookmarksAsync(CancellationToken cancellationToken)
    {
        if (_bookmarks is { } known) return known;
        var first = await Feed.ReadAsync(1, 1, cancellationToken).ConfigureAwait(false);
        if (first.Count == 0) throw NotReady();
        return _bookmarks = new Bookmarks(first[0]);
    }

    /// <summary>Waits until the views show everything that is committed now.</summary>
    public Task SeeEverythingAsync(CancellationToken cancellationToken) => SeeAsync(Feed.Head, cancellationToken);

    /// <summary>Waits until the views show the journal up to a position.</summary>
    /// <exception cref="ProblemException">They do not within the bound.</exception>
    public async Task SeeAsync(long position, CancellationToken cancellationToken)
    {
        if (Projector.Position >= position && Projector.Position >= 0) return;
        try
        {
            await Projector.ReachedAsync(Math.Max(position, 0), cancellationToken)
                .WaitAsync(Options.LongestViewWait, Seams.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Problems.Unavailable(
                "views-behind", "the views do not show that much of the journal yet", "repeat the read later");
        }
    }

    /// <summary>The views as of a position; null for now.</summary>
    /// <exception cref="ProblemException">The past cannot be read yet.</exception>
    public async ValueTask<IRowReader> RowsAsync(long? at, CancellationToken cancellationToken)
    {
        var present = Projector.Present;
        if (at is not { } position || position == present.Position)
        {
            return present.Position >= 0 ? present : throw NotReady();
        }

        await StoredAsync(position, cancellationToken).ConfigureAwait(false);
        return Projector.At(position);
    }

    /// <summary>Waits until the store has the views up to a position.</summary>
    /// <exception cref="ProblemException">It does not within the bound.</exception>
    public async Task StoredAsync(long position, CancellationToken cancellationToken)
    {
        try
        {
            await Projector.StoredAsync(position, cancellationToken)
                .WaitAsync(Options.LongestViewWait, Seams.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Problems.Unavailable(
                "views-behind", "the views are not stored that far yet", "repeat the read later");
        }
    }

    /// <summary>Asks a layer; nothing changes by it.</summary>
    /// <exception cref="ProblemException">It does not answer in time, or not at all.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            return await Seams.Bus.AskAsync(layer, question, within, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is TimeoutException or QuestionFailedException)
        {
            throw Problems.Unavailable("no-answer", $"the layer {layer} does not answer now", "ask again later");
        }
    }

    public static ProblemException NotReady() => Problems.Unavailable(
        "not-ready", "HCOS is starting: the journal is not there yet", "repeat the request in a moment; see /readyz");
}
