namespace Hcos.Cie.Simulators.Guests;

/// <summary>Lets happen what is due, and keeps guests and the file of a host as the host is.</summary>
internal sealed class Upkeep<TMemory>(
    IHostOfGuests<TMemory> host, RunningGuests guests, MemoryFile<TMemory> file, TimeProvider time) : IUpkeep
    where TMemory : class
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <inheritdoc/>
    public Task Running => _running;

    /// <inheritdoc/>
    public void Start() => _running = RunAsync(_stop.Token);

    /// <summary>Writes down how the host is, and ends all guests.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await file.WriteAsync(Look().State, CancellationToken.None).ConfigureAwait(false);
        await guests.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (wanted, state, due) = Look();
            await file.WriteAsync(state, cancellationToken).ConfigureAwait(false);
            await guests.ConvergeAsync(wanted, cancellationToken).ConfigureAwait(false);
            await WaitAsync(due, cancellationToken).ConfigureAwait(false);
        }
    }

    private (IReadOnlyList<GuestWanted> Wanted, TMemory State, DateTimeOffset? Due) Look()
    {
        lock (host.Gate)
        {
            host.Settle();
            while (guests.Ended.TryRead(out var ended)) host.EndGuest(ended);
            host.Changes.TryRead(out _);
            return (host.Guests(), host.Remember(), host.NextDue);
        }
    }

    private async Task WaitAsync(DateTimeOffset? due, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = new List<Task>
        {
            host.Changes.WaitToReadAsync(enough.Token).AsTask(),
            guests.Ended.WaitToReadAsync(enough.Token).AsTask(),
        };
        if (due is { } at)
        {
            var left = at - time.GetUtcNow();
            waits.Add(Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, enough.Token));
        }

        await Task.WhenAny(waits).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
