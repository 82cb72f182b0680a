using System.Security.Cryptography;
using Hcos.Ci2.Credentials;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Messages;
using Hcos.Usl;

namespace Hcos.Host.Running;

/// <summary>Hands a secret from the API straight to CI2's store; only its name goes into the log.</summary>
internal sealed class CredentialIntake(ICredentialStore store, Func<LayerHost> ci2, TimeProvider time)
    : ICredentialIntake
{
    private static readonly TimeSpan RecordWithin = TimeSpan.FromSeconds(30);

    public async Task StoreAsync(string name, string? userName, string secret, CancellationToken cancellationToken)
    {
        await store.PutAsync(name, new StoredCredential(userName, secret), cancellationToken).ConfigureAwait(false);
        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        var command = new CommandEnvelope(
            "ci2", MessageContext.First(id), time.GetUtcNow() + RecordWithin, new RecordCredential(name, userName));
        await ci2().SubmitAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
