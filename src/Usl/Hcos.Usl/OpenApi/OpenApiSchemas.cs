using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Hcos.Kernel.Messages;
using Hcos.Usl.Api;
using Hcos.Usl.Services;

namespace Hcos.Usl.OpenApi;

/// <summary>The shapes that OpenAPI names: rows of views, problems, members of operations.</summary>
internal static class OpenApiSchemas
{
    /// <summary>The nouns whose rows are described.</summary>
    public static IReadOnlyList<string> Rows { get; } =
    [
        "credentials", "environments", "hosts", "images", "networks", "operations", "placements", "resources",
        "servers", "systems", "volumes",
    ];

    /// <summary>All named shapes.</summary>
    public static JsonObject Components(JsonSerializerOptions json)
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => IsTypedId(context.TypeInfo.Type)
                ? new JsonObject { ["type"] = "string", ["format"] = "uuid" }
                : schema,
        };
        var resolved = new JsonSerializerOptions(json) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        var components = new JsonObject { ["Problem"] = Problem() };
        foreach (var noun in Rows)
        {
            var row = (JsonObject)resolved.GetJsonSchemaAsNode(Nouns.RowOf(noun), options);
            (row["properties"] as JsonObject)?.Remove("requestHash");
            row.Remove("required");
            components[noun] = row;
        }

        return components;
    }

    /// <summary>One member of a body.</summary>
    public static JsonObject Of(OperationMember member)
    {
        var schema = new JsonObject { ["description"] = member.Help };
        schema["type"] = member.Kind switch
        {
            MemberKind.Integer => "integer",
            MemberKind.Size => new JsonArray("integer", "string"),
            MemberKind.Boolean => "boolean",
            MemberKind.Description => "object",
            _ => "string",
        };
        if (member.Least is { } least) schema["minimum"] = least;
        if (member.Most is { } most) schema["maximum"] = most;
        if (member.Values.Count > 0)
        {
            schema["enum"] = new JsonArray([.. member.Values.Select(value => (JsonNode)value)]);
        }

        if (member.Noun is not null) schema["x-hcos-refers-to"] = member.Noun;
        return schema;
    }

    private static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["description"] = "RFC 9457 problem details",
        ["required"] = new JsonArray("type", "title", "status", "code", "detail"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text("urn:hcos:problem:CODE"),
            ["title"] = Text("the status in words"),
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["code"] = Text("a stable word"),
            ["detail"] = Text("what was wrong"),
            ["hint"] = Text("what to do"),
        },
    };

    private static JsonObject Text(string description) =>
        new() { ["type"] = "string", ["description"] = description };

    private static bool IsTypedId(Type type) => Array.Exists(
        (Nullable.GetUnderlyingType(type) ?? type).GetInterfaces(),
        i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));
}
