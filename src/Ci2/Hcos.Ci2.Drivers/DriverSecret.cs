using System.Diagnostics;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// A secret with the account it belongs to. A class without public text, so that nothing prints it by chance.
/// </summary>
[DebuggerDisplay("a secret")]
public sealed class DriverSecret
{
    /// <summary>Makes one.</summary>
    /// <param name="userName">The account, if it has one.</param>
    /// <param name="secret">The secret; never logged.</param>
    public DriverSecret(string? userName, string secret) => (UserName, Secret) = (userName, secret);

    /// <summary>The account, if it has one.</summary>
    public string? UserName { get; }

    /// <summary>The secret; never logged.</summary>
    public string Secret { get; }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => "a secret";
}
