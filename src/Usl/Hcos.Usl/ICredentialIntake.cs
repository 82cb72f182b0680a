namespace Hcos.Usl;

/// <summary>
/// Takes a secret in for CI2's credential store, which lives in the same process: a secret never crosses the bus and
/// never enters a log.
/// </summary>
public interface ICredentialIntake
{
    /// <summary>Stores a credential, or replaces the one of that name.</summary>
    /// <param name="name">The name that environments refer to.</param>
    /// <param name="userName">The account, if it has one.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task StoreAsync(string name, string? userName, string secret, CancellationToken cancellationToken);
}
