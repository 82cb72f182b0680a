using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Stores;
using Hcos.Kernel.Tests.Layers;

namespace Hcos.Kernel.Tests.Hosting;

/// <summary>A commit as it was asked for.</summary>
internal sealed record AskedCommit(
    long Epoch, IReadOnlyList<RecordedEvent> Events, IReadOnlyDictionary<string, long> Positions);

/// <summary>A store whose commits can be held back or made to fail, and which tells what was asked of it.</summary>
internal sealed class HeldStore : IEventStore
{
    private readonly SimulatedEventStore _store = new(ShopLayer.Catalog, NoStoreFaults.Instance, TimeProvider.System);
    private readonly Lock _lock = new();
    private readonly List<AskedCommit> _commits = [];
    private readonly List<long> _reads = [];
    private Held? _hold;
    private int _looks;

    /// <summary>All commits that were asked for, in order, whatever became of them.</summary>
    public IReadOnlyList<AskedCommit> Commits
    {
        get
        {
            lock (_lock) return [.. _commits];
        }
    }

    /// <summary>From where the log was read.</summary>
    public IReadOnlyList<long> Reads
    {
        get
        {
            lock (_lock) return [.. _reads];
        }
    }

    /// <summary>How often an owner looked whether the log is still its own.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>From now on commits with such an event wait until they are released or made to fail.</summary>
    public void Hold<TEvent>() => _hold = new Held(typeof(TEvent));

    public void Release() => TakeHold()?.Released.TrySetResult();

    /// <summary>The held commit does not happen, and its owner cannot know.</summary>
    public void Fail() =>
        TakeHold()?.Released.TrySetException(new OwnershipLostException("the commit may have failed"));

    public async Task<IOwnedLog> OwnAsync(string log, CancellationToken cancellationToken) =>
        new HeldLog(this, await _store.OwnAsync(log, cancellationToken));

    public IAsyncEnumerable<RecordedEvent> ReadAsync(
        string log, long from, int limit, CancellationToken cancellationToken)
    {
        lock (_lock) _reads.Add(from);
        return _store.ReadAsync(log, from, limit, cancellationToken);
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        string log, string stream, long fromVersion, int limit, CancellationToken cancellationToken) =>
        _store.ReadStreamAsync(log, stream, fromVersion, limit, cancellationToken);

    public Task<long> PositionAtAsync(string log, DateTimeOffset time, CancellationToken cancellationToken) =>
        _store.PositionAtAsync(log, time, cancellationToken);

    public Task<LogSnapshot?> SnapshotAsync(string log, CancellationToken cancellationToken) =>
        _store.SnapshotAsync(log, cancellationToken);

    private Held? TakeHold() => Interlocked.Exchange(ref _hold, null);

    private sealed record Held(Type Event)
    {
        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class HeldLog(HeldStore store, IOwnedLog log) : IOwnedLog
    {
        public long Epoch => log.Epoch;

        public long Head => log.Head;

        public IReadOnlyDictionary<string, long> Positions => log.Positions;

        public async Task CommitAsync(
            IReadOnlyList<RecordedEvent> events,
            IReadOnlyDictionary<string, long> positions,
            CancellationToken cancellationToken)
        {
            var asked = new AskedCommit(Epoch, [.. events], new Dictionary<string, long>(positions));
            lock (store._lock) store._commits.Add(asked);
            if (store._hold is { } hold && events.Any(happened => hold.Event.IsInstanceOfType(happened.Body)))
            {
                await hold.Released.Task.WaitAsync(cancellationToken);
            }

            await log.CommitAsync(events, positions, cancellationToken);
        }

        public Task VerifyAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref store._looks);
            return log.VerifyAsync(cancellationToken);
        }

        public Task SaveAsync(LogSnapshot snapshot, CancellationToken cancellationToken) =>
            log.SaveAsync(snapshot, cancellationToken);

        public ValueTask DisposeAsync() => log.DisposeAsync();
    }
}
