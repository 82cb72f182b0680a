namespace Hcos.Cie.Simulators;

/// <summary>An endpoint that simulates infrastructure, as long as it is not disposed of.</summary>
public interface ISimulator : IAsyncDisposable
{
    /// <summary>What an environment is registered with; its root is where the control API is.</summary>
    string Endpoint { get; }

    /// <summary>
    /// Fails when guests, or the file with what outlives it, cannot be kept any more; cancelled when it is stopped.
    /// Complete where neither is kept.
    /// </summary>
    Task Upkeep { get; }
}
