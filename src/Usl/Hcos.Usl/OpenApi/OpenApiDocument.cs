using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Usl.Services;

namespace Hcos.Usl.OpenApi;

/// <summary>
/// The OpenAPI 3.1 description of the API, made from the same table as the routes. Pure: equal tables give equal text.
/// </summary>
internal static class OpenApiDocument
{
    /// <summary>Describes every operation of a table.</summary>
    public static JsonObject Make(OperationTable table, JsonSerializerOptions json)
    {
        var paths = new JsonObject();
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var operation in table.All)
        {
            if (paths[operation.Route] is not JsonObject path) paths[operation.Route] = path = [];
            path[operation.Method.ToLowerInvariant()] = OpenApiOperation.Of(operation);
            tags.Add(operation.Noun);
        }

        OpenApiOperation.AddCredentials(paths);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "HCOS",
                ["version"] = "1",
                ["description"] = "One set of objects, one history and one bus over a mixed estate.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)new JsonObject { ["name"] = tag })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
                ["schemas"] = OpenApiSchemas.Components(json),
            },
        };
    }
}
