namespace Hcos.Ci2.Drivers;

/// <summary>A bounded number of turns at a time, and a bounded number of callers that wait for one.</summary>
/// <param name="atOnce">Turns taken at a time.</param>
/// <param name="mostWaiting">Callers that may wait; more are refused.</param>
/// <param name="tooMany">What who is refused is told.</param>
public sealed class BoundedTurns(int atOnce, int mostWaiting, string tooMany) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(atOnce);
    private int _present;

    /// <summary>Waits for a turn; <see cref="Release"/> gives it back.</summary>
    /// <exception cref="DriverException">Unavailable: too many wait already.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var isTaken = false;
        try
        {
            if (Interlocked.Increment(ref _present) > atOnce + mostWaiting)
            {
                throw new DriverException(DriverFailure.Unavailable, tooMany);
            }

            await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
            isTaken = true;
        }
        finally
        {
            if (!isTaken) Interlocked.Decrement(ref _present);
        }
    }

    /// <summary>Gives a turn back.</summary>
    public void Release()
    {
        Interlocked.Decrement(ref _present);
        _turns.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
