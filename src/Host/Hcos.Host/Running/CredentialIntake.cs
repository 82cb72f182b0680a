using System.Security.Cryptography;
using Hcos.Ci2.Credentials;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl;

namespace Hcos.Host.Running;

/// <summary>Hands a secret from the API straight to CI2's store; only its name goes into the log.</summary>
internal sealed class CredentialIntake(ICredentialStore store, LayerHost ci2) : ICredentialIntake
{
    public async Task StoreAsync(string name, string? userName, string secret, CancellationToken cancellationToken)
    {
        if (ci2.Status is null) throw new StoreUnavailableException("this process does not own CI2's log now");
        await store.PutAsync(name, new StoredCredential(userName, secret), cancellationToken).ConfigureAwait(false);
        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        var record = new RecordCredential(name, userName);
        await ci2.SubmitAsync(MessageContext.First(id), record, cancellationToken).ConfigureAwait(false);
    }
}
