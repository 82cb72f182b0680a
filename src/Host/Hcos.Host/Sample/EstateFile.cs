using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hcos.Host.Sample;

/// <summary>The estate file: which environments there are. Never holds a secret.</summary>
internal sealed class EstateFile
{
    public List<EstateEnvironment> Environments { get; init; } = [];

    /// <summary>Reads a file; <c>${DATA}</c> stands for the data folder.</summary>
    /// <exception cref="FormatException">It is no estate file; the message names the line.</exception>
    public static EstateFile Parse(string text, string data)
    {
        var reader = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .WithEnforceNullability()
            .Build();
        try
        {
            var estate = reader.Deserialize<EstateFile>(text.Replace("${DATA}", data, StringComparison.Ordinal));
            foreach (var environment in estate?.Environments ?? []) environment.Check();
            return estate ?? new EstateFile();
        }
        catch (YamlException wrong)
        {
            var detail = (wrong.InnerException ?? wrong).Message;
            throw new FormatException($"line {wrong.Start.Line}, column {wrong.Start.Column}: {detail}", wrong);
        }
    }
}

/// <summary>One environment of an estate file.</summary>
internal sealed class EstateEnvironment
{
    public string Name { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Endpoint { get; init; } = "";

    public string? Credential { get; init; }

    public string? Trust { get; init; }

    public string Access { get; init; } = "manage";

    public void Check()
    {
        foreach (var (field, value) in new[] { ("name", Name), ("kind", Kind), ("endpoint", Endpoint) })
        {
            if (value.Length == 0) throw new FormatException($"an environment has no {field}");
        }
    }
}
