using System.Diagnostics;

namespace Hcos.Ci2.Credentials;

/// <summary>
/// A secret with the account it belongs to. A class without public text, so that nothing prints it by chance.
/// </summary>
[DebuggerDisplay("a credential")]
public sealed class StoredCredential
{
    /// <summary>The longest secret, in characters: a private key or a certificate fits.</summary>
    public const int LongestSecret = 64 * 1024;

    /// <summary>Makes one.</summary>
    /// <param name="userName">The account, if it has one.</param>
    /// <param name="secret">The password, token or key.</param>
    public StoredCredential(string? userName, string secret)
    {
        UserName = userName;
        Secret = secret;
    }

    /// <summary>The account, if it has one.</summary>
    public string? UserName { get; }

    /// <summary>The secret; give it to a driver and to nobody else.</summary>
    public string Secret { get; }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => "a credential";

    internal static void Check(string name, StoredCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (!Contracts.Arml.Resources.ResourceNames.IsValid(name))
        {
            throw new ArgumentException(
                $"a credential's name is {Contracts.Arml.Resources.ResourceNames.Rule}", nameof(name));
        }

        if (credential.Secret.Length is 0 or > LongestSecret)
        {
            throw new ArgumentException($"a secret has 1 to {LongestSecret} characters", nameof(credential));
        }
    }
}
