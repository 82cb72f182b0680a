namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>One call on its way: whether it was given up, and whether it has sent anything that changes.</summary>
internal sealed class LibvirtCall(bool isChange, Func<CancellationToken, Task>? beforeChange = null)
{
    private const int Reading = 0;
    private const int Changing = 1;
    private const int Abandoned = 2;

    private int _phase;

    /// <summary>Whether the call was meant to change something.</summary>
    public bool IsChange { get; } = isChange;

    /// <summary>Counts what it sends; null for nobody.</summary>
    public CallCounter? Calls { get; init; }

    /// <summary>Whether it ended because the connection was lost.</summary>
    public bool LostConnection { get; set; }

    /// <summary>Whether something that changes may have been sent.</summary>
    public bool HasChanged => Volatile.Read(ref _phase) == Changing;

    /// <summary>
    /// Gives the call up; false when something that changes may have been sent already. After true nothing will be.
    /// </summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _phase, Abandoned, Reading) != Changing;

    /// <summary>Must come before everything that changes.</summary>
    /// <param name="cancellationToken">What the caller gives up with.</param>
    /// <exception cref="DriverException">Somebody else changes things here by now.</exception>
    public void BeginChange(CancellationToken cancellationToken)
    {
        if (!IsChange)
        {
            throw new InvalidOperationException("a reading call wanted to change something");
        }

        // Also later, between two steps: what was given up half-way goes no further.
        cancellationToken.ThrowIfCancellationRequested();
        CheckFence(cancellationToken);
        if (Interlocked.CompareExchange(ref _phase, Changing, Reading) == Abandoned)
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>This thread may be blocked. After a step that changed, nobody may say that nothing happened.</summary>
    private void CheckFence(CancellationToken cancellationToken)
    {
        try
        {
            beforeChange?.Invoke(cancellationToken).GetAwaiter().GetResult();
        }
        catch (DriverException lost) when (HasChanged)
        {
            throw new DriverException(DriverFailure.Uncertain, $"half-way: {lost.Message}", lost);
        }
    }
}
