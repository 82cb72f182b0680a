using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Stores;

/// <summary>Keeps event logs. A log has positions from 1 without gaps, and one owner.</summary>
public interface IEventStore
{
    /// <summary>
    /// Becomes the owner of a log: waits until nobody else owns it, then raises the epoch in the log's head row.
    /// Nothing is appended; the owner's first commit is the event <see cref="Owned"/>.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<IOwnedLog> OwnAsync(string log, CancellationToken cancellationToken);

    /// <summary>Reads a log from a position, in order, at most <paramref name="limit"/> committed events.</summary>
    IAsyncEnumerable<RecordedEvent> ReadAsync(string log, long from, int limit, CancellationToken cancellationToken);

    /// <summary>Reads one stream of a log from a version, in order, at most <paramref name="limit"/> events.</summary>
    IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        string log, string stream, long fromVersion, int limit, CancellationToken cancellationToken);

    /// <summary>The last position whose log time is not after <paramref name="time"/>; 0 when there is none.</summary>
    Task<long> PositionAtAsync(string log, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>The newest snapshot of a log; null when there is none, or it is damaged.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<LogSnapshot?> SnapshotAsync(string log, CancellationToken cancellationToken);
}

/// <summary>A log that this process owns, until a commit fails or it is disposed.</summary>
public interface IOwnedLog : IAsyncDisposable
{
    /// <summary>The epoch of this ownership, one more than the last.</summary>
    long Epoch { get; }

    /// <summary>The last committed position when the ownership began.</summary>
    long Head { get; }

    /// <summary>The next wanted position of each consumed log, as committed when the ownership began.</summary>
    IReadOnlyDictionary<string, long> Positions { get; }

    /// <summary>
    /// Commits events and positions together. It succeeds only while the head row shows this epoch and the position
    /// just before the first event. Calls do not overlap.
    /// </summary>
    /// <param name="events">In order, positions following the head without gap; possibly none.</param>
    /// <param name="positions">The next wanted positions that changed.</param>
    /// <param name="cancellationToken">Gives up waiting; the outcome is unknown and the ownership has ended.</param>
    /// <exception cref="OwnershipLostException">Another owns the log, or the outcome is unknown. Final.</exception>
    Task CommitAsync(
        IReadOnlyList<RecordedEvent> events,
        IReadOnlyDictionary<string, long> positions,
        CancellationToken cancellationToken);

    /// <summary>Checks that the head row still shows this epoch; the last look before the world is touched.</summary>
    /// <exception cref="OwnershipLostException">It does not, or nobody can tell.</exception>
    Task VerifyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a snapshot in the place of all older ones, while the head row shows this epoch and a position that is not
    /// before the snapshot's. Beside the commits: it neither waits for them nor do they wait for it, and its failure
    /// does not end the ownership.
    /// </summary>
    /// <exception cref="OwnershipLostException">Another owns the log; nothing was kept.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached; it may have been kept.</exception>
    Task SaveAsync(LogSnapshot snapshot, CancellationToken cancellationToken);
}

/// <summary>The log is no longer ours; load again under a new epoch.</summary>
public sealed class OwnershipLostException : Exception
{
    /// <summary>Makes one.</summary>
    public OwnershipLostException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The store cannot be reached now; nothing happened.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>In the message of every failure for which the store had no room.</summary>
    public const string NoRoom = "the store's disk is full";

    /// <summary>Makes one.</summary>
    public StoreUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
