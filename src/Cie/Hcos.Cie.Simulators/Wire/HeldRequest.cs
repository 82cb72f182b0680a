namespace Hcos.Cie.Simulators.Wire;

/// <summary>A request that waits to be told whether it acts.</summary>
internal sealed class HeldRequest
{
    private readonly TaskCompletionSource<bool> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _acted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it is to act; waits until that is said.</summary>
    public Task<bool> ToldAsync(CancellationToken cancellationToken) => _told.Task.WaitAsync(cancellationToken);

    /// <summary>It has acted.</summary>
    public void NoteActed() => _acted.SetResult();

    /// <summary>Lets it act, and waits until it has.</summary>
    public Task ActAsync(CancellationToken cancellationToken)
    {
        _told.SetResult(true);
        return _acted.Task.WaitAsync(cancellationToken);
    }

    /// <summary>It never acts.</summary>
    public void Drop() => _told.SetResult(false);
}
