using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Hcos.Ci2.Credentials;

/// <summary>
/// Credentials in one file, each encrypted by ASP.NET Core's Data Protection under its own name, so that no entry can
/// be read as another. The keys lie in a folder beside it. Folders have mode 0700, files 0600; the file is replaced as
/// a whole. For one process.
/// </summary>
internal sealed class ProtectedCredentialStore : ICredentialStore, IDisposable
{
    internal const string FileName = "credentials.json";
    internal const int MostCredentials = 10_000;
    private const string Purpose = "Hcos.Ci2.Credentials";

    private readonly SemaphoreSlim _lock = new(1);
    private readonly PrivateFolder _folder;
    private readonly PrivateFolder _keys;
    private readonly IDataProtectionProvider _protection;

    /// <summary>Opens a store; makes it when there is none.</summary>
    /// <exception cref="CredentialStoreException">The folder cannot be made private.</exception>
    public ProtectedCredentialStore(string folder)
    {
        _folder = PrivateFolder.Open(folder);
        _keys = PrivateFolder.Open(Path.Combine(folder, "keys"));
        _protection = DataProtectionProvider.Create(new DirectoryInfo(_keys.Path));
    }

    public async Task<StoredCredential?> GetAsync(string name, CancellationToken cancellationToken)
    {
        var entries = await LockedAsync(ReadAsync, cancellationToken).ConfigureAwait(false);
        return entries.TryGetValue(name, out var entry) ? Reveal(name, entry) : null;
    }

    public Task PutAsync(string name, StoredCredential credential, CancellationToken cancellationToken)
    {
        StoredCredential.Check(name, credential);
        return ChangeAsync(entries =>
        {
            if (entries.Count >= MostCredentials && !entries.ContainsKey(name))
            {
                throw new CredentialStoreException($"there are {MostCredentials} credentials already: remove some")
                {
                    IsFull = true,
                };
            }

            entries[name] = Hide(name, credential);
            return true;
        }, cancellationToken);
    }

    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(entries => entries.Remove(name), cancellationToken);

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = await LockedAsync(ReadAsync, cancellationToken).ConfigureAwait(false);
        return [.. entries.Keys];
    }

    public void Dispose() => _lock.Dispose();

    private IDataProtector For(string name) => _protection.CreateProtector(Purpose, name);

    private string Hide(string name, StoredCredential credential)
    {
        var entry = new Entry(credential.UserName, credential.Secret);
        var hidden = Convert.ToBase64String(For(name).Protect(JsonSerializer.SerializeToUtf8Bytes(entry)));
        // A key may just have been made; the platform's default mode for files is not ours to rely on.
        _keys.MakeFilesPrivate();
        return hidden;
    }

    private StoredCredential Reveal(string name, string hidden)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<Entry>(For(name).Unprotect(Convert.FromBase64String(hidden)))!;
            return new StoredCredential(entry.UserName, entry.Secret);
        }
        catch (Exception failed) when (failed is CryptographicException or FormatException or JsonException)
        {
            // The cause could quote what it tried to read: it stays here.
            throw new CredentialStoreException($"the credential {name} cannot be decrypted: store it again");
        }
    }

    private Task<bool> ChangeAsync(
        Func<SortedDictionary<string, string>, bool> change, CancellationToken cancellationToken) =>
        LockedAsync(async token =>
        {
            var entries = await ReadAsync(token).ConfigureAwait(false);
            if (change(entries))
            {
                await _folder.ReplaceAsync(FileName, JsonSerializer.SerializeToUtf8Bytes(entries), token)
                    .ConfigureAwait(false);
            }

            return true;
        }, cancellationToken);

    private async Task<SortedDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = await _folder.ReadAsync(FileName, cancellationToken).ConfigureAwait(false);
        if (bytes is null) return new SortedDictionary<string, string>(StringComparer.Ordinal);
        var read = JsonSerializer.Deserialize<Dictionary<string, string>>(bytes) ?? [];
        return new SortedDictionary<string, string>(read, StringComparer.Ordinal);
    }

    private async Task<T> LockedAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await act(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CredentialStoreException($"the credential store cannot be used: {failed.Message}", failed);
        }
        finally
        {
            _lock.Release();
        }
    }

    private sealed record Entry(string? UserName, string Secret)
    {
        public override string ToString() => "a credential";
    }
}
