using System.Text.Json.Nodes;

namespace Hcos.Kernel.Stores;

/// <summary>
/// Keeps views: rows of JSON, each in versions <c>(key, from, to, value)</c> whose bounds are positions of the log they
/// are folded from, so that the past is an indexed read. A view knows the position it is true for.
/// </summary>
public interface IViewStore
{
    /// <summary>The position that all rows of <paramref name="set"/> are true for; 0 for a new one.</summary>
    Task<long> PositionAsync(string set, CancellationToken cancellationToken);

    /// <summary>
    /// Writes changed rows and the new position in one transaction. Succeeds only when the set stands at
    /// <paramref name="expected"/>. A row changed again at the same position is replaced.
    /// </summary>
    /// <param name="set">The set of views that are folded together.</param>
    /// <param name="expected">The position the set stands at.</param>
    /// <param name="position">The position it is true for afterwards.</param>
    /// <param name="changes">
    /// Each true from its own position on, which lies in expected..position; those of one row in order. Every state
    /// of a row is kept, as if each had been written by itself.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ViewConflictException">The set stands elsewhere; nothing was written.</exception>
    /// <exception cref="StoreUnavailableException">
    /// The store cannot be reached; whether it was written shows in <see cref="PositionAsync"/>.
    /// </exception>
    Task WriteAsync(
        string set,
        long expected,
        long position,
        IReadOnlyList<ViewChange> changes,
        CancellationToken cancellationToken);

    /// <summary>The row as of a position; null when there was none.</summary>
    /// <param name="set">The set of views.</param>
    /// <param name="view">The view.</param>
    /// <param name="key">The row.</param>
    /// <param name="at">A position not beyond the set's; null for now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ViewRow?> GetAsync(string set, string view, string key, long? at, CancellationToken cancellationToken);

    /// <summary>A page of rows in order of key, as of a position.</summary>
    Task<ViewPage> ListAsync(string set, string view, ViewQuery query, CancellationToken cancellationToken);

    /// <summary>All versions of a row, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<ViewRow>> HistoryAsync(
        string set, string view, string key, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Fills a set that stands at 0, all versions at once and in any order, as fast as the store can. Nothing of it is
    /// there before all of it is.
    /// </summary>
    /// <param name="set">The set; it has no rows.</param>
    /// <param name="versions">Every version of every row.</param>
    /// <param name="position">Told when the last version was taken: the position that the set is true for.</param>
    /// <param name="cancellationToken">Gives up; nothing is filled.</param>
    /// <exception cref="ViewConflictException">The set stands elsewhere; nothing was filled.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task FillAsync(
        string set,
        IAsyncEnumerable<ViewVersion> versions,
        Func<long> position,
        CancellationToken cancellationToken);

    /// <summary>Drops a set with all its rows; it is rebuilt from the log.</summary>
    Task DropAsync(string set, CancellationToken cancellationToken);

    /// <summary>A hash over all present rows and the position, equal for equal contents.</summary>
    Task<string> HashAsync(string set, CancellationToken cancellationToken);

    /// <summary>The hash that the set had when it stood at a position which it has reached.</summary>
    Task<string> HashAtAsync(string set, long position, CancellationToken cancellationToken);

    /// <summary>All sets that are kept, sorted.</summary>
    Task<IReadOnlyList<string>> SetsAsync(CancellationToken cancellationToken);
}

/// <summary>A row's new value.</summary>
/// <param name="View">The view.</param>
/// <param name="Key">The row.</param>
/// <param name="From">The position that made it so.</param>
/// <param name="Value">A JSON object; null removes the row.</param>
public sealed record ViewChange(string View, string Key, long From, string? Value);

/// <summary>A version of a row.</summary>
/// <param name="Key">The row.</param>
/// <param name="From">True from this position on.</param>
/// <param name="To">True before this position; null while it is true now.</param>
/// <param name="Value">The JSON object.</param>
public sealed record ViewRow(string Key, long From, long? To, JsonObject Value);

/// <summary>A version of a row on its way into a store.</summary>
/// <param name="View">The view.</param>
/// <param name="Key">The row.</param>
/// <param name="From">True from this position on.</param>
/// <param name="To">True before this position; null while it is true.</param>
/// <param name="Value">A JSON object.</param>
public sealed record ViewVersion(string View, string Key, long From, long? To, string Value);

/// <summary>Which rows are wanted.</summary>
public sealed record ViewQuery
{
    /// <summary>As of this position; null for now.</summary>
    public long? At { get; init; }

    /// <summary>
    /// Fields (paths with dots: <c>status.state</c>) and the text that each must equal; all must hold.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Equal { get; init; } = [];

    /// <summary>The most rows of one page.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Only rows whose key comes after this one; null for the first page.</summary>
    public string? After { get; init; }
}

/// <summary>A page of rows.</summary>
/// <param name="Rows">In order of key.</param>
/// <param name="Next">The key to continue after; null on the last page.</param>
/// <param name="Position">The position that the answer is true for.</param>
public sealed record ViewPage(IReadOnlyList<ViewRow> Rows, string? Next, long Position);

/// <summary>A set of views does not stand where its writer thought; read its position again.</summary>
public sealed class ViewConflictException : Exception
{
    /// <summary>Makes one.</summary>
    public ViewConflictException(string message)
        : base(message)
    {
    }
}
