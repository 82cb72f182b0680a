using Hcos.Cie.Simulators.HyperV.Guests;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>Lets happen on the host what is due, and keeps guests and the host's file as the host is.</summary>
internal sealed class HostUpkeep(HyperVHost host, HyperVGuests guests, HostFile file, TimeProvider time)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Fails when it cannot go on; cancelled when it is stopped.</summary>
    public Task Running => _running;

    /// <summary>Begins.</summary>
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

    private (IReadOnlyList<GuestWanted> Wanted, HostMemory State, DateTimeOffset? Due) Look()
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
