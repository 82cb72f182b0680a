using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

/// <summary>A watch under way, with all that it has told.</summary>
internal sealed class EventLog : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<NativeEvent> _told = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _patience;
    private readonly Task<Outcome> _ended;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EventLog(IEventDriver driver, TimeSpan patience)
    {
        _patience = patience;
        _ended = Outcome.OfAsync(() => WatchAsync(driver), Timeout.InfiniteTimeSpan);
    }

    public IReadOnlyList<NativeEvent> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>Begins to watch, and waits until nothing later can be missed.</summary>
    public static async Task<EventLog> BeginAsync(IEventDriver driver, TimeSpan patience)
    {
        var log = new EventLog(driver, patience);
        await log.UntilAsync(told => told.Count > 0);
        Assert.Equal(NativeEvent.WatchBegan, log.Told[0]);
        return log;
    }

    /// <summary>Waits for an event about <paramref name="key"/>.</summary>
    public Task UntilAsync(ResourceKey key, Func<NativeEvent, bool> wanted) =>
        UntilAsync(told => told.Any(happened => happened.Key == key && wanted(happened)));

    /// <summary>Waits until what was told is as wanted.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<NativeEvent>, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(_patience);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (wanted(_told))
                {
                    return;
                }

                more = _more.Task;
            }

            var late = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, deadline.Token);
            var first = await Task.WhenAny(more, _ended, late);
            Assert.False(first == _ended, $"the watch ended: {(_ended.IsCompleted ? await _ended : null)}");
            Assert.False(first == late, $"not told in {_patience}; told was: {string.Join("; ", Told)}");
        }
    }

    /// <summary>How the watch ended.</summary>
    public Task<Outcome> EndedAsync() => _ended.WaitAsync(_patience);

    /// <summary>Stops watching, and says how that ended.</summary>
    public async Task<Outcome> StopAsync()
    {
        await _stop.CancelAsync();
        return await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync(IEventDriver driver)
    {
        await foreach (var happened in driver.WatchAsync(_stop.Token))
        {
            TaskCompletionSource more;
            lock (_lock)
            {
                _told.Add(happened);
                (more, _more) = (_more, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            more.SetResult();
        }
    }
}
