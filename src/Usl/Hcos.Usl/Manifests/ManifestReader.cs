using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Usl.Api;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Hcos.Usl.Manifests;

/// <summary>Reads the description of a business system, in YAML or JSON, into the body of its operation.</summary>
/// <param name="environmentOf">Finds the id of an environment by name.</param>
/// <param name="json">How the body is written.</param>
internal sealed class ManifestReader(
    Func<string, CancellationToken, Task<string>> environmentOf, JsonSerializerOptions json)
{
    /// <summary>The operation whose body is a manifest.</summary>
    public const string Operation = "systems.deploy";

    private const int DeepestNesting = 16;
    private const int MostComponents = 100;
    private const int MostEnvironments = 100;
    private const int MostInstances = 1_000;

    /// <summary>The body: <c>{name, spec}</c>.</summary>
    /// <exception cref="ProblemException">It is not a manifest; line and field are named.</exception>
    public async Task<JsonObject> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var root = new ManifestNode(Load(text), "");
        root.Allow("apiVersion", "kind", "metadata", "spec");
        Demand(root.Get("apiVersion"), "hcos/v1");
        Demand(root.Get("kind"), "BusinessSystem");
        var metadata = root.Get("metadata");
        metadata.Allow("name");
        var spec = root.Get("spec");
        spec.Allow("components", "heal");
        var components = await ComponentsAsync(spec.Get("components"), cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["name"] = metadata.Get("name").Name(),
            ["spec"] = JsonSerializer.SerializeToNode(
                new SystemSpec(components, spec.Find("heal")?.Boolean() ?? true), json),
        };
    }

    private static void Demand(ManifestNode node, string expected)
    {
        if (node.Text() == expected) return;
        throw node.Error($"{node.Path} is {Problems.Shown(node.Text())}", $"it is {expected}");
    }

    private static YamlNode Load(string text)
    {
        try
        {
            CheckNesting(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? stream.Documents[0].RootNode
                : throw ManifestNode.Error(1, $"there are {stream.Documents.Count} documents", "send one manifest");
        }
        catch (YamlException error)
        {
            throw ManifestNode.Error(
                error.Start.Line, $"this is not YAML: {error.Message}", "check indentation, colons and quotes");
        }
    }

    /// <summary>Looks at the events before a tree is built: neither depth nor references may make it explode.</summary>
    private static void CheckNesting(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var line = parser.Current!.Start.Line;
            if (parser.Current is AnchorAlias)
            {
                throw ManifestNode.Error(line, "references are not understood", "write it out");
            }

            depth += parser.Current.NestingIncrease;
            if (depth > DeepestNesting) throw ManifestNode.Error(line, "this is nested too deeply", "see the schema");
        }
    }

    private async Task<IReadOnlyList<ComponentSpec>> ComponentsAsync(
        ManifestNode list, CancellationToken cancellationToken)
    {
        var items = list.Items();
        if (items.Count is 0 or > MostComponents)
        {
            throw list.Error(
                $"{list.Path} has {items.Count} items", $"a business system has 1 to {MostComponents} components");
        }

        var components = new List<ComponentSpec>();
        foreach (var item in items)
        {
            components.Add(await ComponentAsync(item, cancellationToken).ConfigureAwait(false));
        }

        for (var index = 0; index < components.Count; index++) CheckNames(items[index], components, index);
        CheckOrder(items, components);
        return components;
    }

    private async Task<ComponentSpec> ComponentAsync(ManifestNode item, CancellationToken cancellationToken)
    {
        item.Allow(
            "name", "image", "count", "size", "network", "environments", "dependsOn", "health", "userData");
        var size = item.Find("size");
        size?.Allow("vcpus", "memory", "disk");
        return new ComponentSpec(
            item.Get("name").Name(),
            item.Find("count")?.Integer(0, MostInstances) ?? 1,
            size?.Find("vcpus")?.Integer(1, ServerLimits.MostVcpus) ?? 1,
            size?.Find("memory")?.Size(ServerLimits.LeastMemoryBytes, ServerLimits.MostMemoryBytes)
                ?? 128L * 1024 * 1024,
            size?.Find("disk")?.Size(0, ServerLimits.MostDiskBytes) ?? 0,
            item.Find("image")?.PlatformName(),
            item.Find("network")?.PlatformName(),
            await EnvironmentsAsync(item.Find("environments"), cancellationToken).ConfigureAwait(false),
            item.Find("userData")?.UserData(),
            [.. item.Find("dependsOn")?.Items(MostComponents).Select(name => name.Name()) ?? []],
            Health(item.Find("health")));
    }

    private async Task<IReadOnlyList<EnvironmentId>> EnvironmentsAsync(
        ManifestNode? list, CancellationToken cancellationToken)
    {
        var environments = new List<EnvironmentId>();
        foreach (var item in list?.Items(MostEnvironments) ?? [])
        {
            try
            {
                var id = await environmentOf(item.Text(), cancellationToken).ConfigureAwait(false);
                environments.Add(new EnvironmentId(Guid.Parse(id)));
            }
            catch (ProblemException missing) when (missing.Code == "not-found")
            {
                throw item.Error(
                    $"{item.Path}: there is no environment {Problems.Shown(item.Text())}", "see GET /v1/environments");
            }
        }

        return environments;
    }

    private static HealthSpec? Health(ManifestNode? node)
    {
        if (node is null) return null;
        node.Allow("path", "port", "intervalSeconds", "timeoutSeconds", "failuresToUnhealthy", "startSeconds");
        var usual = new HealthSpec();
        var path = node.Find("path")?.Text() ?? usual.Path;
        if (!HealthSpec.IsPath(path))
        {
            throw node.Get("path").Error(
                $"{node.Path}.path is {Problems.Shown(path)}", "it begins with a slash, without blanks");
        }

        return new HealthSpec(
            path,
            node.Find("port")?.Integer(1, 65_535) ?? usual.Port,
            node.Find("intervalSeconds")?.Integer(1, 3_600) ?? usual.IntervalSeconds,
            node.Find("timeoutSeconds")?.Integer(1, 60) ?? usual.TimeoutSeconds,
            node.Find("failuresToUnhealthy")?.Integer(1, 100) ?? usual.FailuresToUnhealthy,
            node.Find("startSeconds")?.Integer(1, 3_600) ?? usual.StartSeconds);
    }

    private static void CheckNames(ManifestNode item, List<ComponentSpec> components, int index)
    {
        var component = components[index];
        if (components.FindIndex(other => other.Name == component.Name) != index)
        {
            throw item.Get("name").Error(
                $"{item.Path}.name is {component.Name} a second time", "give each component its own");
        }

        foreach (var needed in component.DependsOn.Where(needed => components.TrueForAll(c => c.Name != needed)))
        {
            throw item.Get("dependsOn").Error(
                $"{item.Path}.dependsOn: there is no component {needed}",
                $"there are {string.Join(", ", components.Select(other => other.Name))}");
        }
    }

    /// <summary>Starts what needs nothing that is not started; what stays left at the end is a circle.</summary>
    private static void CheckOrder(IReadOnlyList<ManifestNode> items, List<ComponentSpec> components)
    {
        var started = new HashSet<string>(StringComparer.Ordinal);
        while (components.Exists(c => !started.Contains(c.Name) && c.DependsOn.All(started.Contains)))
        {
            var ready = components.Where(c => c.DependsOn.All(started.Contains)).Select(c => c.Name).ToList();
            started.UnionWith(ready);
        }

        if (started.Count == components.Count) return;
        var circle = components.FindIndex(c => !started.Contains(c.Name));
        throw items[circle].Get("dependsOn").Error(
            $"{items[circle].Path}.dependsOn: {components[circle].Name} waits for itself", "break the circle");
    }
}
