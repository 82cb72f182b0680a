using System.Net;

namespace Hcos.Kernel.MassTransit.Transports;

/// <summary>Where the broker is and who we are there. No record, so that no log prints the password.</summary>
public sealed class RabbitMqOptions
{
    private const string PlainScheme = "amqp";
    private const string SecureScheme = "amqps";
    private const int PlainPort = 5672;
    private const int SecurePort = 5671;

    private RabbitMqOptions(Uri uri, string userName, string password)
    {
        Host = uri.Host;
        IsSecure = uri.Scheme == SecureScheme;
        Port = uri.Port > 0 ? uri.Port : IsSecure ? SecurePort : PlainPort;
        VirtualHost = uri.AbsolutePath is { Length: > 1 } path ? Uri.UnescapeDataString(path[1..]) : "/";
        UserName = userName;
        Password = password;
    }

    /// <summary>Put before the name of every exchange and queue, so that several platforms can share a host.</summary>
    public string Prefix { get; init; } = "hcos";

    /// <summary>
    /// The name of this process in the names of its own queues: the layer whose user it connects as.
    /// </summary>
    public required string Process { get; init; }

    /// <summary>How many messages may be on their way to the broker unconfirmed, for each exchange.</summary>
    public int UnconfirmedMessages { get; init; } = 256;

    /// <summary>How many messages the broker sends ahead of what was taken.</summary>
    public ushort Prefetch { get; init; } = 256;

    /// <summary>How often a silent connection is probed.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    internal string Host { get; }

    internal int Port { get; }

    internal string VirtualHost { get; }

    internal bool IsSecure { get; }

    internal string UserName { get; }

    internal string Password { get; }

    /// <summary>Reads <c>amqp[s]://user:password@host[:port][/virtual-host]</c>.</summary>
    /// <param name="uri">Holds a password; never printed. Without TLS only on loopback.</param>
    /// <param name="process">See <see cref="Process"/>.</param>
    /// <exception cref="FormatException">It is none of that; the message does not repeat it.</exception>
    public static RabbitMqOptions Parse(string uri, string process) => Parse(uri, process, "hcos");

    /// <summary>As the other, under another <see cref="Prefix"/>.</summary>
    public static RabbitMqOptions Parse(string uri, string process, string prefix)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var read) || read.Scheme is not (PlainScheme or SecureScheme))
        {
            throw new FormatException("the broker's address is not amqp://user:password@host:port/virtual-host");
        }

        var user = read.UserInfo.Split(':', 2);
        if (user.Length < 2) throw new FormatException("the broker's address lacks a user and a password");
        if (read.Scheme == PlainScheme && !IsLoopback(read.Host))
        {
            throw new FormatException("a password travels to another machine over amqps only");
        }

        return new RabbitMqOptions(read, Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user[1]))
        {
            Process = process,
            Prefix = prefix,
        };
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && IPAddress.IsLoopback(address));
}
