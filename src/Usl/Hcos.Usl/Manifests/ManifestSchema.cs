using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Usl.Manifests;

/// <summary>The JSON schema of the description of a business system.</summary>
internal static class ManifestSchema
{
    private const string Label = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

    /// <summary>The schema, draft 2020-12.</summary>
    public static JsonObject Make() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "BusinessSystem",
        ["description"] = "Components that are kept at their count and healthy.",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("apiVersion", "kind", "metadata", "spec"),
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["const"] = "hcos/v1" },
            ["kind"] = new JsonObject { ["const"] = "BusinessSystem" },
            ["metadata"] = Object(
                ["name"],
                ("name", Name("its name, unique among business systems"))),
            ["spec"] = Object(
                ["components"],
                ("components", List(Component(), "its components", 1, 100)),
                ("heal", Typed("boolean", "whether counts and health are restored; default true"))),
        },
    };

    private static JsonObject Component() => Object(
        ["name"],
        ("name", Name("its name, unique in the business system")),
        ("image", PlatformName("image to start from; without one its servers have no disk")),
        ("count", Integer("how many instances; default 1", 0, 1_000)),
        ("size", Object(
            [],
            ("vcpus", Integer("virtual processors; default 1", 1, ServerLimits.MostVcpus)),
            ("memory", Size(
                "memory; default 128MiB", ServerLimits.LeastMemoryBytes, ServerLimits.MostMemoryBytes)),
            ("disk", Size("disk; default as large as the image", 0, ServerLimits.MostDiskBytes)))),
        ("network", PlatformName("network to attach to; without one there is no network card")),
        ("environments", List(Typed("string", "name of an environment"), "only in these; default anywhere", 0, 100)),
        ("dependsOn", List(Name("a component"), "components that must be healthy before", 0, 100)),
        ("health", Object(
            [],
            ("path", Typed("string", "path and query; default /")),
            ("port", Integer("TCP port; default 80", 1, 65_535)),
            ("intervalSeconds", Integer("between two checks; default 5", 1, 3_600)),
            ("timeoutSeconds", Integer("of one check; default 2", 1, 60)),
            ("failuresToUnhealthy", Integer("so many in a row; default 3", 1, 100)),
            ("startSeconds", Integer("how long a fresh instance may take; default 120", 1, 3_600)))),
        ("userData", Text("NoCloud user-data for the first boot", 0, ServerLimits.MostUserDataBytes)));

    private static JsonObject Object(string[] required, params (string Name, JsonObject Schema)[] fields)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in fields) properties[name] = schema;
        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
            ["properties"] = properties,
        };
    }

    private static JsonObject Typed(string type, string description) =>
        new() { ["type"] = type, ["description"] = description };

    private static JsonObject Name(string description)
    {
        var schema = Typed("string", $"{description}; {ResourceNames.Rule}");
        schema["pattern"] = Label;
        schema["maxLength"] = ResourceNames.LongestName;
        return schema;
    }

    private static JsonObject Integer(string description, int least, int most)
    {
        var schema = Typed("integer", description);
        schema["minimum"] = least;
        schema["maximum"] = most;
        return schema;
    }

    private static JsonObject PlatformName(string description) =>
        Text(description, 1, ServerLimits.LongestPlatformName);

    private static JsonObject Text(string description, int shortest, int longest)
    {
        var schema = Typed("string", description);
        schema["minLength"] = shortest;
        schema["maxLength"] = longest;
        return schema;
    }

    private static JsonObject Size(string description, long least, long most) => new()
    {
        ["description"] = $"{description}; bytes, or with a unit: 128MiB; {least} to {most} bytes",
        ["type"] = new JsonArray("integer", "string"),
        ["minimum"] = least,
        ["maximum"] = most,
        ["pattern"] = "^[0-9]+(\\.[0-9]+)? ?([KMGTP]i?B?|B|kB)?$",
    };

    private static JsonObject List(JsonObject items, string description, int least, int most)
    {
        var schema = Typed("array", description);
        schema["items"] = items;
        schema["minItems"] = least;
        schema["maxItems"] = most;
        return schema;
    }
}
