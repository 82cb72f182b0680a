using System.Text.Json.Nodes;
using Hcos.Usl.Manifests;
using Hcos.Usl.Services;

namespace Hcos.Usl.OpenApi;

/// <summary>One operation as OpenAPI describes it.</summary>
internal static class OpenApiOperation
{
    private const string Problem = "#/components/schemas/Problem";

    /// <summary>The description of an operation.</summary>
    public static JsonObject Of(OperationDescriptor operation)
    {
        var described = new JsonObject
        {
            ["operationId"] = operation.Name,
            ["summary"] = operation.Summary,
            ["tags"] = new JsonArray(operation.Noun),
            ["parameters"] = Parameters(operation),
            ["x-hcos-kind"] = Words.Kebab(operation.Kind.ToString()),
            ["x-hcos-example"] = operation.Example,
        };
        if (operation.Name == ManifestReader.Operation) described["requestBody"] = Manifest();
        else if (operation.Members.Count > 0) described["requestBody"] = Body(operation);
        described["responses"] = operation.Kind == OperationKind.Write ? WriteAnswers() : ReadAnswers(operation);
        return described;
    }

    /// <summary>Adds the one way in for secrets, which is no operation of the table.</summary>
    public static void AddCredentials(JsonObject paths)
    {
        if (paths["/v1/credentials"] is not JsonObject all) return;
        if (paths["/v1/credentials/{id}"] is not JsonObject one) return;
        all["post"] = Secret("add", "Stores a new credential; it can be written and never read.", isNamed: false);
        one["put"] = Secret("put", "Stores a credential, or replaces the one of that name.", isNamed: true);
        paths["/v1/credentials/{id}/rotate"] = new JsonObject
        {
            ["post"] = Secret(
                "rotate", "Replaces the secret of a credential; without userName its account stays.", isNamed: true),
        };
    }

    private static JsonObject Secret(string verb, string summary, bool isNamed)
    {
        var properties = new JsonObject
        {
            ["userName"] = new JsonObject { ["type"] = "string" },
            ["secret"] = new JsonObject { ["type"] = "string", ["writeOnly"] = true },
        };
        if (!isNamed) properties["name"] = new JsonObject { ["type"] = "string" };
        return new JsonObject
        {
            ["operationId"] = $"credentials.{verb}",
            ["summary"] = summary,
            ["tags"] = new JsonArray("credentials"),
            ["parameters"] = isNamed ? new JsonArray(Parameter("id", "path", "its name", true)) : [],
            ["x-hcos-kind"] = "secret",
            ["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Json(new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = isNamed ? new JsonArray("secret") : new JsonArray("name", "secret"),
                    ["properties"] = properties,
                }),
            },
            ["responses"] = new JsonObject
            {
                [isNamed ? "200" : "201"] = Described("stored"),
                ["default"] = Failure(),
            },
        };
    }

    private static JsonArray Parameters(OperationDescriptor operation)
    {
        var parameters = new JsonArray();
        if (operation.HasSubject) parameters.Add((JsonNode)Parameter("id", "path", "id or name", true));
        foreach (var (name, help) in operation.Parameters)
        {
            parameters.Add((JsonNode)Parameter(name, "query", help, false));
        }

        if (operation.Kind != OperationKind.Write) return parameters;
        parameters.Add((JsonNode)Parameter("wait", "query", "seconds to wait for the end, up to 300", false));
        parameters.Add((JsonNode)Parameter("plan", "query", "true: show what would happen, change nothing", false));
        parameters.Add((JsonNode)Parameter(
            "planned", "query", "the name of a plan: do exactly what it showed, or nothing", false));
        parameters.Add((JsonNode)Parameter("Idempotency-Key", "header", "makes a repetition harmless", false));
        return parameters;
    }

    private static JsonObject Parameter(string name, string place, string help, bool isRequired) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = isRequired,
        ["description"] = help,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Body(OperationDescriptor operation)
    {
        var required = operation.Members.Where(member => member.IsRequired).Select(member => (JsonNode)member.Name);
        var properties = new JsonObject();
        foreach (var member in operation.Members) properties[member.Name] = OpenApiSchemas.Of(member);
        return new JsonObject
        {
            ["required"] = operation.Members.Any(member => member.IsRequired),
            ["content"] = Json(new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = false,
                ["required"] = new JsonArray([.. required]),
                ["properties"] = properties,
            }),
        };
    }

    private static JsonObject Manifest() => new()
    {
        ["required"] = true,
        ["content"] = new JsonObject
        {
            ["application/yaml"] = new JsonObject { ["schema"] = ManifestSchema.Make() },
            ["application/json"] = new JsonObject { ["schema"] = ManifestSchema.Make() },
        },
    };

    private static JsonObject WriteAnswers() => new()
    {
        ["200"] = Answer("it has ended while you waited, or its plan", "#/components/schemas/operations"),
        ["202"] = Answer("it is acknowledged and goes on", "#/components/schemas/operations"),
        ["default"] = Failure(),
    };

    private static JsonObject ReadAnswers(OperationDescriptor operation)
    {
        var row = OpenApiSchemas.Rows.Contains(operation.Noun) ? $"#/components/schemas/{operation.Noun}" : null;
        var answer = operation.Verb switch
        {
            "follow" => new JsonObject
            {
                ["description"] = "server-sent events",
                ["content"] = new JsonObject { ["text/event-stream"] = new JsonObject() },
            },
            "list" when row is not null => Listed(row),
            "show" when row is not null => Answer("as it is", row),
            _ => Described("as it is"),
        };
        return new JsonObject { ["200"] = answer, ["default"] = Failure() };
    }

    private static JsonObject Listed(string row) => new()
    {
        ["description"] = "a page of rows",
        ["content"] = Json(new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("items"),
            ["properties"] = new JsonObject
            {
                ["items"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = row } },
                ["next"] = new JsonObject { ["type"] = "string" },
            },
        }),
    };

    private static JsonObject Answer(string description, string schema) => new()
    {
        ["description"] = description,
        ["content"] = Json(new JsonObject { ["$ref"] = schema }),
    };

    private static JsonObject Failure() => new()
    {
        ["description"] = "what was wrong, and what to do",
        ["content"] = new JsonObject
        {
            ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = Problem } },
        },
    };

    private static JsonObject Described(string description) => new() { ["description"] = description };

    private static JsonObject Json(JsonObject schema) =>
        new() { ["application/json"] = new JsonObject { ["schema"] = schema } };
}
