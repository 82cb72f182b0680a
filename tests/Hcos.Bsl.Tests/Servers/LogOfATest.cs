using System.Runtime.CompilerServices;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Bsl.Tests.Servers;

/// <summary>A log that is there already, for those who only read.</summary>
internal sealed class LogOfATest(IReadOnlyList<RecordedEvent> log) : IEventStore
{
    /// <summary>How many events were read.</summary>
    public int Read { get; private set; }

    public Task<IOwnedLog> OwnAsync(string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<RecordedEvent> ReadAsync(
        string name, long from, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var happened in log.Skip((int)from - 1).Take(limit))
        {
            Read++;
            yield return happened;
        }
    }

    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        string name,
        string stream,
        long fromVersion,
        int limit,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var happened in log.Where(happened => happened.Stream == stream).Take(limit)) yield return happened;
    }

    public Task<long> PositionAtAsync(string name, DateTimeOffset time, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LogSnapshot?> SnapshotAsync(string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
