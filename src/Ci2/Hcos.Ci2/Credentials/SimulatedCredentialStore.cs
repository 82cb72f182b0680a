namespace Hcos.Ci2.Credentials;

/// <summary>Credentials in memory, for tests and simulations.</summary>
public sealed class SimulatedCredentialStore : ICredentialStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, StoredCredential> _credentials = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<StoredCredential?> GetAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult(_credentials.GetValueOrDefault(name));
    }

    /// <inheritdoc/>
    public Task PutAsync(string name, StoredCredential credential, CancellationToken cancellationToken)
    {
        StoredCredential.Check(name, credential);
        lock (_lock) _credentials[name] = credential;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock) _credentials.Remove(name);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult<IReadOnlyList<string>>([.. _credentials.Keys]);
    }
}
