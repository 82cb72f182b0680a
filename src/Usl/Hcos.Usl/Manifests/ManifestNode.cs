using System.Globalization;
using Hcos.Contracts.Arml.Resources;
using Hcos.Usl.Api;
using Hcos.Usl.Services;
using YamlDotNet.RepresentationModel;

namespace Hcos.Usl.Manifests;

/// <summary>A field of a manifest: what stands there, and where, so that errors name line and field.</summary>
/// <param name="node">What stands there.</param>
/// <param name="path">The field: <c>spec.components[0].count</c>.</param>
internal sealed class ManifestNode(YamlNode node, string path)
{
    /// <summary>The field.</summary>
    public string Path => path;

    /// <summary>The fields of this one; others than <paramref name="known"/> are an error.</summary>
    public void Allow(params string[] known)
    {
        foreach (var key in Map().Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name))
            {
                throw Error(key, $"{Child(name)} is not known", $"known here are {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>A field of this one; null when it is not there.</summary>
    public ManifestNode? Find(string name) =>
        Map().Children.TryGetValue(new YamlScalarNode(name), out var value) && !IsNull(value)
            ? new ManifestNode(value, Child(name))
            : null;

    /// <summary>A field that must be there.</summary>
    public ManifestNode Get(string name) =>
        Find(name) ?? throw Error(node, $"{Child(name)} is missing", "add it");

    /// <summary>The items of a list, so many at the most.</summary>
    public IReadOnlyList<ManifestNode> Items(int most)
    {
        var items = Items();
        return items.Count <= most
            ? items
            : throw Error(node, $"{path} has {items.Count} items", $"it has at most {most}");
    }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<ManifestNode> Items() => node is YamlSequenceNode list
        ? [.. list.Children.Select((item, index) => new ManifestNode(item, $"{path}[{index}]"))]
        : throw Error(node, $"{path} is not a list", "write one item per line, each after a dash");

    /// <summary>A text.</summary>
    public string Text() => node is YamlScalarNode { Value: { } text } && !text.Contains('\0', StringComparison.Ordinal)
        ? text
        : throw Error(node, $"{path} is not a text", "write a single value");

    /// <summary>What a platform calls an image or a network.</summary>
    public string PlatformName() => ServerLimits.IsPlatformName(Text())
        ? Text()
        : throw Error(
            node, $"{path} has {Text().Length} characters", $"it has 1 to {ServerLimits.LongestPlatformName}");

    /// <summary>What a guest is given at its first boot; errors do not repeat it, it may hold secrets.</summary>
    public string UserData() => ServerLimits.IsUserData(Text())
        ? Text()
        : throw Error(node, $"{path} is too long", $"it has at most {ServerLimits.MostUserDataBytes} bytes of UTF-8");

    /// <summary>A name.</summary>
    public string Name() => ResourceNames.IsValid(Text())
        ? Text()
        : throw Error(node, $"{path} is {Problems.Shown(Text())}, which cannot be a name", ResourceNames.Rule);

    /// <summary>A whole number.</summary>
    public int Integer(int least, int most) =>
        int.TryParse(Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : throw Error(node, $"{path} is {Problems.Shown(Text())}", $"it is a whole number, {least} to {most}");

    /// <summary>An amount of bytes.</summary>
    public long Size(long least, long most) => Sizes.Parse(Text()) is { } bytes && bytes >= least && bytes <= most
        ? bytes
        : throw Error(
            node,
            $"{path} is {Problems.Shown(Text())}",
            $"it is a size: bytes, or 128MiB; {Sizes.Show(least)} to {Sizes.Show(most)}");

    /// <summary>True or false.</summary>
    public bool Boolean() => Text() switch
    {
        "true" => true,
        "false" => false,
        var other => throw Error(node, $"{path} is {Problems.Shown(other)}", "it is true or false"),
    };

    /// <summary>An error at this field.</summary>
    public ProblemException Error(string what, string hint) => Error(node, what, hint);

    /// <summary>An error at a line.</summary>
    public static ProblemException Error(long line, string what, string hint, string? field = null)
    {
        var members = new List<KeyValuePair<string, System.Text.Json.Nodes.JsonNode?>>
        {
            KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode?>("line", line),
        };
        if (field is not null)
        {
            members.Add(KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode?>("field", field));
        }

        return new ProblemException(400, "invalid-manifest", $"line {line}: {what}", hint) { Members = members };
    }

    private static bool IsNull(YamlNode value) =>
        value is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "" or "null" or "~" };

    private YamlMappingNode Map() => node as YamlMappingNode
        ?? throw Error(node, $"{(path.Length == 0 ? "the manifest" : path)} has no fields", "write field: value");

    private string Child(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private ProblemException Error(YamlNode at, string what, string hint) => Error(at.Start.Line, what, hint, path);
}
