namespace Hcos.Ci2.Credentials;

/// <summary>
/// Keeps the secrets that environments are reached with, encrypted at rest. Secrets come in here, go out to drivers,
/// and are nowhere else: no message, log or error ever holds one.
/// </summary>
public interface ICredentialStore
{
    /// <summary>The secret behind a name; null when there is none.</summary>
    /// <exception cref="CredentialStoreException">The store cannot be read.</exception>
    Task<StoredCredential?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores or replaces a secret. It is all there or the former one is.</summary>
    /// <exception cref="ArgumentException">The name is not one, or the secret is empty or too long.</exception>
    /// <exception cref="CredentialStoreException">The store cannot be written.</exception>
    Task PutAsync(string name, StoredCredential credential, CancellationToken cancellationToken);

    /// <summary>Removes a secret; absent is success.</summary>
    /// <exception cref="CredentialStoreException">The store cannot be written.</exception>
    Task RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>All names, sorted.</summary>
    /// <exception cref="CredentialStoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);
}
