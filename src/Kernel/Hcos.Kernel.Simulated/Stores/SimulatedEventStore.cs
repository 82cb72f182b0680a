using System.Runtime.CompilerServices;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Simulated.Stores;

/// <summary>
/// Event logs in memory. They outlive the layers that own them. Without delays every call completes before it returns,
/// so that a whole platform can run in one thread.
/// </summary>
public sealed class SimulatedEventStore : IEventStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SimulatedLog> _logs = new(StringComparer.Ordinal);
    private readonly MessageCatalog _catalog;
    private readonly IStoreFaults _faults;
    private readonly TimeProvider _time;
    private readonly SimulatedFidelity _fidelity;

    /// <summary>Makes an empty store.</summary>
    /// <param name="catalog">Writes and reads the events, as the real store does.</param>
    /// <param name="faults">What goes wrong.</param>
    /// <param name="time">For delays.</param>
    /// <param name="fidelity">Whether events are kept as JSON.</param>
    public SimulatedEventStore(
        MessageCatalog catalog,
        IStoreFaults faults,
        TimeProvider time,
        SimulatedFidelity fidelity = SimulatedFidelity.Exact)
        : this(catalog, faults, time, fidelity, null)
    {
    }

    private SimulatedEventStore(
        MessageCatalog catalog,
        IStoreFaults faults,
        TimeProvider time,
        SimulatedFidelity fidelity,
        SimulatedEventStore? other)
    {
        _fidelity = fidelity;
        _catalog = catalog;
        _faults = faults;
        _time = time;
        if (other is not null) (_logs, _lock) = (other._logs, other._lock);
    }

    /// <summary>The same logs for another process, which may know other messages and meet other faults.</summary>
    public SimulatedEventStore Sharing(MessageCatalog catalog, IStoreFaults faults) =>
        new(catalog, faults, _time, _fidelity, this);

    /// <inheritdoc/>
    public async Task<IOwnedLog> OwnAsync(string log, CancellationToken cancellationToken)
    {
        await MeetFaultAsync(StoreCall.Own, log, cancellationToken);
        var ready = new TaskCompletionSource<SimulatedOwnedLog>();
        LinkedListNode<TaskCompletionSource<SimulatedOwnedLog>> place;
        lock (_lock)
        {
            var found = LogOf(log);
            if (found.Owner is null) return found.Owner = Begin(log, found);
            place = found.Waiting.AddLast(ready);
        }

        await using var cancelled = cancellationToken.Register(() => GiveUp(place, cancellationToken));
        return await ready.Task;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadAsync(
        string log, long from, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await MeetFaultAsync(StoreCall.Read, log, cancellationToken);
        var first = Math.Max(from, 1);
        long last;
        lock (_lock) last = Math.Min(LogOf(log).Head, first + limit - 1);
        for (var position = first; position <= last; position++) yield return Event(log, position, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        string log,
        string stream,
        long fromVersion,
        int limit,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await MeetFaultAsync(StoreCall.Read, log, cancellationToken);
        IReadOnlyList<long> positions;
        lock (_lock) positions = LogOf(log).PositionsOf(stream, fromVersion, limit);
        foreach (var position in positions) yield return Event(log, position, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> PositionAtAsync(string log, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await MeetFaultAsync(StoreCall.Read, log, cancellationToken);
        lock (_lock) return LogOf(log).PositionAt(LogTime.Truncate(time));
    }

    /// <inheritdoc/>
    public async Task<LogSnapshot?> SnapshotAsync(string log, CancellationToken cancellationToken)
    {
        await MeetFaultAsync(StoreCall.Read, log, cancellationToken);
        lock (_lock) return LogOf(log).Snapshot;
    }

    /// <summary>Ends the session of a log's owner, as when its process is killed. The next in line owns it.</summary>
    public void EndSession(string log)
    {
        SimulatedOwnedLog? owner;
        lock (_lock) owner = LogOf(log).Owner;
        if (owner is not null) EndSession(log, owner);
    }

    internal void EndSession(string log, SimulatedOwnedLog session)
    {
        TaskCompletionSource<SimulatedOwnedLog>? next = null;
        SimulatedOwnedLog? owner = null;
        lock (_lock)
        {
            var found = LogOf(log);
            if (found.Owner != session) return;
            found.Owner = null;
            if (found.Waiting.First is { } first)
            {
                found.Waiting.RemoveFirst();
                (next, owner) = (first.Value, found.Owner = Begin(log, found));
            }
        }

        // Outside the lock: whoever waits goes on inside this call.
        next?.SetResult(owner!);
    }

    internal Task CommitAsync(
        string log,
        SimulatedOwnedLog session,
        long expected,
        IReadOnlyList<RecordedEvent> events,
        IReadOnlyDictionary<string, long> positions,
        CancellationToken cancellationToken) =>
        CallAsync(
            StoreCall.Commit,
            log,
            session,
            found => found.Append(session.Epoch, expected, events, positions, _catalog),
            cancellationToken);

    internal Task VerifyAsync(string log, SimulatedOwnedLog session, CancellationToken cancellationToken) =>
        CallAsync(StoreCall.Verify, log, session, _ => { }, cancellationToken);

    /// <summary>Not over the owner's session: what fails here does not end the ownership.</summary>
    internal async Task KeepAsync(
        string log, SimulatedOwnedLog session, LogSnapshot snapshot, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fault = _faults.Next(StoreCall.Snapshot, log);
        await DelayAsync(fault, cancellationToken);
        if (fault.Kind == StoreFaultKind.Refuse) throw new StoreUnavailableException($"{log} keeps no snapshot");
        lock (_lock) LogOf(log).Keep(session.Epoch, snapshot);
        if (fault.Kind == StoreFaultKind.LoseAnswer) throw new StoreUnavailableException($"no answer on {log}");
    }

    /// <summary>A call over the session of an owner, with its fault.</summary>
    private async Task CallAsync(
        StoreCall call,
        string log,
        SimulatedOwnedLog session,
        Action<SimulatedLog> act,
        CancellationToken cancellationToken)
    {
        ThrowIfEnded(log, session);
        var fault = _faults.Next(call, log);
        await DelayAsync(fault, cancellationToken);
        if (fault.Kind == StoreFaultKind.Refuse) throw new OwnershipLostException($"the store refused {call} on {log}");
        lock (_lock)
        {
            ThrowIfEnded(log, session);
            act(LogOf(log));
        }

        if (fault.Kind == StoreFaultKind.LoseAnswer) throw new OwnershipLostException($"no answer to {call} on {log}");
    }

    private void ThrowIfEnded(string log, SimulatedOwnedLog session)
    {
        lock (_lock)
        {
            if (LogOf(log).Owner != session) throw new OwnershipLostException($"log {log} is no longer owned");
        }
    }

    private SimulatedOwnedLog Begin(string log, SimulatedLog found) =>
        new(this, log, found.RaiseEpoch(), found.Head, found.Positions());

    private void GiveUp(
        LinkedListNode<TaskCompletionSource<SimulatedOwnedLog>> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null) return;
            place.List.Remove(place);
        }

        place.Value.SetCanceled(cancellationToken);
    }

    private RecordedEvent Event(string log, long position, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock) return LogOf(log).Read(position, _catalog);
    }

    private async Task MeetFaultAsync(StoreCall call, string log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fault = _faults.Next(call, log);
        await DelayAsync(fault, cancellationToken);
        if (fault.Kind != StoreFaultKind.None) throw new StoreUnavailableException($"{call} on {log} was refused");
    }

    private Task DelayAsync(StoreFault fault, CancellationToken cancellationToken) =>
        fault.Delay > TimeSpan.Zero ? Task.Delay(fault.Delay, _time, cancellationToken) : Task.CompletedTask;

    private SimulatedLog LogOf(string log)
    {
        if (!_logs.TryGetValue(log, out var found)) _logs[log] = found = new SimulatedLog(log, _fidelity);
        return found;
    }
}
