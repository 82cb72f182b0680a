using Hcos.Host.Local;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hcos.Host.Running;

/// <summary>The file that <c>run --config</c> reads. It holds secrets, so nobody else may be able to read it.</summary>
internal sealed class RunFile
{
    /// <summary>The layers of this process; all when it says none.</summary>
    public List<string> Layers { get; init; } = [];

    /// <summary>What this process is called among those of the same data folder.</summary>
    public string? Name { get; init; }

    public string? Data { get; init; }

    public int? Port { get; init; }

    /// <summary>An Npgsql connection string.</summary>
    public string? Postgres { get; init; }

    /// <summary>An AMQP URI.</summary>
    public string? Rabbitmq { get; init; }

    /// <summary>See <see cref="IntakeOptions.Key"/>.</summary>
    public string? IntakeKey { get; init; }

    /// <summary>See <see cref="IntakeOptions.Addresses"/>.</summary>
    public List<string> IntakeAddresses { get; init; } = [];

    public static RunFile Read(string path) => Parse(SecretFile.Read(path));

    /// <summary>Reads the text of such a file.</summary>
    /// <exception cref="FormatException">It is none; the message names the line and repeats nothing.</exception>
    public static RunFile Parse(string text)
    {
        var reader = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .Build();
        try
        {
            return reader.Deserialize<RunFile>(text) ?? new RunFile();
        }
        catch (YamlException wrong)
        {
            throw new FormatException($"line {wrong.Start.Line}, column {wrong.Start.Column}: not as expected", wrong);
        }
    }

    /// <summary>
    /// Users of the broker whose commands USL takes from outside. A list, even an empty one, opens the edge: every
    /// event is published singly, too.
    /// </summary>
    public List<string>? Outside { get; init; }

    /// <summary>The way of a secret between processes; null where no key is given.</summary>
    public IntakeOptions? Intake() =>
        IntakeKey is { Length: > 0 } key ? new IntakeOptions(key, [.. IntakeAddresses.Select(Address)]) : null;

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new FormatException("intakeAddresses: a secret goes to another machine over https only");
}
