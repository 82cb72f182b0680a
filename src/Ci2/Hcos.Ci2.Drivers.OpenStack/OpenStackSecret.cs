using System.Diagnostics;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// The secret of a credential, taken apart: the first line is the password; a line <c>amqp user:password</c> is the
/// account at the broker of the notifications. A class without public text, so that nothing prints it by chance.
/// </summary>
[DebuggerDisplay("a secret")]
internal sealed class OpenStackSecret
{
    private const string BrokerLine = "amqp ";

    private OpenStackSecret(string password, string? brokerUser, string? brokerPassword) =>
        (Password, BrokerUser, BrokerPassword) = (password, brokerUser, brokerPassword);

    /// <summary>The password, or the secret of the application credential.</summary>
    public string Password { get; }

    /// <summary>The account at the broker, or null.</summary>
    public string? BrokerUser { get; }

    /// <summary>Its password, or null.</summary>
    public string? BrokerPassword { get; }

    /// <summary>Takes a secret apart.</summary>
    public static OpenStackSecret Of(string? secret)
    {
        var lines = (secret ?? "").Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var broker = lines.Skip(1).FirstOrDefault(line => line.StartsWith(BrokerLine, StringComparison.Ordinal));
        return broker?[BrokerLine.Length..].Split(':', 2) is [var user, var password]
            ? new(lines[0], user, password)
            : new(lines[0], null, null);
    }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => "a secret";
}
