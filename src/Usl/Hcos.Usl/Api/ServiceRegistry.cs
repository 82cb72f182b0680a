using System.Text.Json.Nodes;
using Hcos.Usl.Services;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>The registry of every operation of every layer, as it is shown.</summary>
internal sealed class ServiceRegistry(OperationTable table)
{
    public Task ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        _ = new Query(context);
        var items = new JsonArray([.. table.All.Select(operation => (JsonNode)Short(operation))]);
        return Json.WriteAsync(context, new JsonObject { ["items"] = items }, cancellationToken);
    }

    public Task ShowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        _ = new Query(context);
        var named = (string)context.Request.RouteValues["id"]!;
        var operation = table.Find(named) ?? throw Problems.NotFound("services", named);
        var shown = Short(operation);
        shown["permission"] = operation.Permission;
        shown["example"] = operation.Example;
        if (operation.Kind == OperationKind.Write) shown["deadlineSeconds"] = operation.DeadlineSeconds;
        shown["members"] = new JsonArray([.. operation.Members.Select(member => (JsonNode)Member(member))]);
        shown["parameters"] = new JsonArray([.. operation.Parameters.Select(parameter => (JsonNode)new JsonObject
        {
            ["name"] = parameter.Key,
            ["help"] = parameter.Value,
        })]);
        return Json.WriteAsync(context, shown, cancellationToken);
    }

    private static JsonObject Short(OperationDescriptor operation) => new()
    {
        ["name"] = operation.Name,
        ["kind"] = Words.Kebab(operation.Kind.ToString()),
        ["summary"] = operation.Summary,
        ["layer"] = operation.Layer,
        ["method"] = operation.Method,
        ["route"] = operation.Route,
        ["isPlannable"] = operation.IsPlannable,
    };

    private static JsonObject Member(OperationMember member)
    {
        var shown = new JsonObject
        {
            ["name"] = member.Name,
            ["kind"] = Words.Kebab(member.Kind.ToString()),
            ["isRequired"] = member.IsRequired,
            ["help"] = member.Help,
        };
        if (member.Noun is not null) shown["refersTo"] = member.Noun;
        if (member.Values.Count > 0)
        {
            shown["values"] = new JsonArray([.. member.Values.Select(value => (JsonNode)value)]);
        }

        return shown;
    }
}
