namespace Hcos.Ci2.Drivers;

/// <summary>
/// One call of a driver on its way: whether it was given up, and whether it has sent anything that changes.
/// </summary>
public sealed class NativeCall
{
    private const int Reading = 0;
    private const int Changing = 1;
    private const int Abandoned = 2;

    private readonly bool _isChange;
    private readonly Func<CancellationToken, Task>? _beforeChange;
    private int _phase;

    /// <summary>Begins one.</summary>
    /// <param name="isChange">Whether it may change something.</param>
    /// <param name="beforeChange">See <see cref="DriverConnection.BeforeChange"/>.</param>
    public NativeCall(bool isChange, Func<CancellationToken, Task>? beforeChange) =>
        (_isChange, _beforeChange) = (isChange, beforeChange);

    /// <summary>Whether something that changes may have been sent.</summary>
    public bool HasChanged => Volatile.Read(ref _phase) == Changing;

    /// <summary>
    /// Gives the call up; false when something that changes may have been sent already. After true nothing will be.
    /// </summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _phase, Abandoned, Reading) != Changing;

    /// <summary>Must come before everything that changes: what was given up half-way goes no further.</summary>
    /// <param name="cancellationToken">What the caller gives up with.</param>
    /// <exception cref="DriverException">Somebody else changes things here by now.</exception>
    public async Task CheckChangeAsync(CancellationToken cancellationToken)
    {
        if (!_isChange)
        {
            throw new InvalidOperationException("a reading call wanted to change something");
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_beforeChange is not null) await _beforeChange(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Right before something that changes is sent.</summary>
    public void BeginChange()
    {
        if (Interlocked.CompareExchange(ref _phase, Changing, Reading) == Abandoned)
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>The first thing that changes surely was not sent, or surely changed nothing.</summary>
    /// <param name="wasFirst">Whether nothing else had been sent before it.</param>
    public void WasNotSent(bool wasFirst)
    {
        if (wasFirst) Interlocked.CompareExchange(ref _phase, Reading, Changing);
    }
}
