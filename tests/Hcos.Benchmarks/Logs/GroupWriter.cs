using System.Threading.Channels;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Benchmarks.Logs;

/// <summary>
/// Group commit over the event store, as a layer does it: whoever appends waits until the commit with its event is
/// answered; what arrived meanwhile is the next commit.
/// </summary>
internal sealed class GroupWriter(IOwnedLog log, string name, Func<IReadOnlyList<RecordedEvent>, Task>? committed)
{
    private static readonly Dictionary<string, long> NoPositions = [];
    private readonly Channel<TaskCompletionSource> _waiting = Channel.CreateBounded<TaskCompletionSource>(4_096);
    private long _position = log.Head;

    /// <summary>How many events were committed.</summary>
    public long Count { get; private set; }

    /// <summary>So many at once append one event after another for a time.</summary>
    public async Task<Appended> AppendAsync(int atOnce, TimeSpan duration, CancellationToken cancellationToken)
    {
        var before = Count;
        var began = TimeProvider.System.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(stop.Token);
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (TimeProvider.System.GetElapsedTime(began) < duration) await OneAsync(cancellationToken);
        }));
        var appended = new Appended(Count - before, TimeProvider.System.GetElapsedTime(began));
        await stop.CancelAsync();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return appended;
    }

    private async Task OneAsync(CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync(done, cancellationToken);
        await done.Task;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var group = new List<TaskCompletionSource>();
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_waiting.Reader.TryRead(out var next)) group.Add(next);
            var time = LogTime.Truncate(TimeProvider.System.GetUtcNow());
            var events = group.Select(
                (_, index) => SampleEvents.At(name, log.Epoch, _position + 1 + index, time)).ToList();
            await log.CommitAsync(events, NoPositions, cancellationToken);
            _position += events.Count;
            Count += events.Count;
            group.ForEach(done => done.SetResult());
            group.Clear();
            if (committed is not null) await committed(events);
        }
    }
}
