using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;

namespace Hcos.Ci2.Driving;

/// <summary>
/// The secrets of one credential while it is rotated: the one that is stored now, and the one before it, which the
/// platform accepts until it is told too. The former one is in memory only, and only for the endpoint that had it.
/// </summary>
internal sealed class Secrets(ICredentialStore store, string name, StoredCredential used, StoredCredential? former)
{
    /// <summary>The secret that a driver was made with.</summary>
    public StoredCredential Used { get; } = used;

    /// <summary>A secret other than the one that was refused; null when there is none.</summary>
    public async Task<DriverSecret?> OtherAsync(DriverSecret refused, CancellationToken cancellationToken)
    {
        StoredCredential? stored;
        try
        {
            stored = await store.GetAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialStoreException)
        {
            return null;
        }

        var others = new[] { stored, former }.OfType<StoredCredential>().FirstOrDefault(
            other => other.Secret != refused.Secret || other.UserName != refused.UserName);
        return others is null ? null : new DriverSecret(others.UserName, others.Secret);
    }
}
