using System.Security.Cryptography;
using Hcos.Ci2.Credentials;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Messages;
using Hcos.Usl;

namespace Hcos.Host.Running;

/// <summary>
/// Hands a secret from the API straight to CI2's store; only its name and who sent it go into the log.
/// </summary>
internal sealed class CredentialIntake(ICredentialStore store, LayerHost ci2) : ICredentialIntake, IDisposable
{
    // One at a time: what the books say of a name holds until its secret is stored and recorded.
    private readonly SemaphoreSlim _lock = new(1);

    public async Task<IntakeRefusal?> StoreAsync(IncomingSecret secret, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var isStored = await ci2.AskAsync(new IsCredentialStored(secret.Name), cancellationToken)
                .ConfigureAwait(false);
            if (Refusal(secret, isStored) is { } refusal) return refusal;
            var userName = await UserNameAsync(secret, cancellationToken).ConfigureAwait(false);
            await store
                .PutAsync(secret.Name, new StoredCredential(userName, secret.Value), cancellationToken)
                .ConfigureAwait(false);
            var record = new RecordCredential(secret.Name, userName);
            await ci2.SubmitAsync(ContextOf(secret), record, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (CredentialStoreException failed)
        {
            return failed.IsFull
                ? new IntakeRefusal("too-many-credentials", failed.Message, "credentials remove NAME removes one")
                : new IntakeRefusal(IntakeRefusal.Unavailable, failed.Message, "send it again when that is mended");
        }
        finally
        {
            _lock.Release();
        }
    }

    public void Dispose() => _lock.Dispose();

    private static IntakeRefusal? Refusal(IncomingSecret secret, bool isStored) => (secret.Intent, isStored) switch
    {
        (SecretIntent.Add, true) => new IntakeRefusal(
            "duplicate-name",
            $"there is a credential {secret.Name} already, and it was left as it is",
            $"credentials rotate {secret.Name} replaces its secret: POST /v1/credentials/{secret.Name}/rotate"),
        (SecretIntent.Rotate, false) => new IntakeRefusal(
            "not-found",
            $"there is no credential {secret.Name}",
            $"credentials add {secret.Name} stores a new one: POST /v1/credentials"),
        _ => null,
    };

    /// <summary>A rotation that names no account changes the secret only.</summary>
    private async Task<string?> UserNameAsync(IncomingSecret secret, CancellationToken cancellationToken)
    {
        if (secret is not { Intent: SecretIntent.Rotate, UserName: null }) return secret.UserName;
        var former = await store.GetAsync(secret.Name, cancellationToken).ConfigureAwait(false);
        return former?.UserName;
    }

    private static MessageContext ContextOf(IncomingSecret secret)
    {
        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        return MessageContext.First(id) with { Principal = secret.Principal };
    }
}
