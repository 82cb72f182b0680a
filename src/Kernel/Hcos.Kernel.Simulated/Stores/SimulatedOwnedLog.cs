using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Simulated.Stores;

/// <summary>A log owned through a session that the store keeps, so that it can be ended from outside.</summary>
internal sealed class SimulatedOwnedLog(
    SimulatedEventStore store,
    string log,
    long epoch,
    long head,
    IReadOnlyDictionary<string, long> positions) : IOwnedLog
{
    private long _next = head;

    public long Epoch { get; } = epoch;

    public long Head { get; } = head;

    public IReadOnlyDictionary<string, long> Positions { get; } = positions;

    public async Task CommitAsync(
        IReadOnlyList<RecordedEvent> events,
        IReadOnlyDictionary<string, long> positions,
        CancellationToken cancellationToken)
    {
        CommitRules.Check(events);
        cancellationToken.ThrowIfCancellationRequested();
        var expected = events.Count == 0 ? _next : events[0].Position - 1;
        try
        {
            await store.CommitAsync(log, this, expected, events, positions, cancellationToken);
            _next = expected + events.Count;
        }
        catch (Exception error)
        {
            throw End(error);
        }
    }

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await store.VerifyAsync(log, this, CancellationToken.None);
        }
        catch (Exception error)
        {
            throw End(error);
        }
    }

    public Task SaveAsync(LogSnapshot snapshot, CancellationToken cancellationToken) =>
        store.KeepAsync(log, this, snapshot, cancellationToken);

    public ValueTask DisposeAsync()
    {
        store.EndSession(log, this);
        return ValueTask.CompletedTask;
    }

    private OwnershipLostException End(Exception error)
    {
        store.EndSession(log, this);
        return error as OwnershipLostException
            ?? new OwnershipLostException($"the last call to log {log} may have failed: {error.Message}", error);
    }
}
