namespace Hcos.Cie.Simulators.Guests;

/// <summary>What keeps guests and the file of a host as the host is.</summary>
internal interface IUpkeep : IAsyncDisposable
{
    /// <summary>Fails when it cannot go on; cancelled when it is stopped.</summary>
    Task Running { get; }

    /// <summary>Begins.</summary>
    void Start();
}
