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
            return Check(estate ?? new EstateFile());
        }
        catch (YamlException wrong)
        {
            var detail = (wrong.InnerException ?? wrong).Message;
            throw new FormatException($"line {wrong.Start.Line}, column {wrong.Start.Column}: {detail}", wrong);
        }
    }

    private static EstateFile Check(EstateFile estate)
    {
        for (var index = 0; index < estate.Environments.Count; index++)
        {
            // An item of a list can be empty whatever its type says.
            if (estate.Environments[index] is not EstateEnvironment environment)
            {
                throw new FormatException($"environment {index + 1} of the list is empty");
            }

            environment.Check(index + 1);
        }

        return estate;
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

    /// <exception cref="FormatException">Something is missing.</exception>
    public void Check(int number)
    {
        foreach (var (field, value) in new[] { ("name", Name), ("kind", Kind), ("endpoint", Endpoint) })
        {
            if (value.Length == 0) throw new FormatException($"environment {number} of the list has no {field}");
        }
    }
}
