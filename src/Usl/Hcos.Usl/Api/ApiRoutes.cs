using Hcos.Usl.Manifests;
using Hcos.Usl.OpenApi;
using Hcos.Usl.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Api;

/// <summary>Binds every operation of the table to its endpoint.</summary>
internal static class ApiRoutes
{
    public static void Map(WebApplication application, ApiDesk desk, ILogger logger)
    {
        var guard = new ApiGuard(desk, new Gatekeeper(desk.Projector), logger);
        application.Use(next => context => guard.InvokeAsync(context, next, context.RequestAborted));
        var writes = new WriteEndpoint(desk);
        var reads = Reads(desk, logger);
        foreach (var operation in desk.Table.All)
        {
            RequestDelegate handler = operation.Kind == OperationKind.Write
                ? context => writes.HandleAsync(context, operation, context.RequestAborted)
                : reads.TryGetValue(operation.Name, out var special)
                    ? special
                    : Read(new ReadEndpoint(desk), operation);
            application.MapMethods(operation.Route, [operation.Method], handler).WithName(operation.Name);
        }

        MapSpecial(application, desk);
    }

    private static RequestDelegate Read(ReadEndpoint reads, OperationDescriptor operation) => operation.Verb switch
    {
        "list" => context => reads.ListAsync(context, operation.Noun, context.RequestAborted),
        "show" => context => reads.ShowAsync(context, operation.Noun, null, context.RequestAborted),
        "history" => context => reads.HistoryAsync(context, operation.Noun, context.RequestAborted),
        _ => throw new InvalidOperationException($"nobody reads {operation.Name}"),
    };

    private static SortedDictionary<string, RequestDelegate> Reads(ApiDesk desk, ILogger logger)
    {
        var reads = new ReadEndpoint(desk);
        var operations = new OperationReads(desk, reads);
        var services = new ServiceRegistry(desk.Table);
        var placements = new PlacementReads(desk, reads);
        var consoles = new ConsoleReads(desk);
        var metrics = new MetricsReads(desk);
        var events = new EventStream(desk, logger);
        return new SortedDictionary<string, RequestDelegate>(StringComparer.Ordinal)
        {
            ["operations.show"] = context => operations.ShowAsync(context, context.RequestAborted),
            ["operations.trace"] = context => operations.TraceAsync(context, context.RequestAborted),
            ["services.list"] = context => services.ListAsync(context, context.RequestAborted),
            ["services.show"] = context => services.ShowAsync(context, context.RequestAborted),
            ["servers.console"] = context => consoles.ShowAsync(context, context.RequestAborted),
            ["servers.metrics"] = context => metrics.ShowAsync(context, context.RequestAborted),
            ["placements.show"] = context => placements.ShowAsync(context, context.RequestAborted),
            ["events.follow"] = context => events.FollowAsync(context, context.RequestAborted),
        };
    }

    private static void MapSpecial(WebApplication application, ApiDesk desk)
    {
        var credentials = new CredentialEndpoint(desk);
        RequestDelegate Store(SecretIntent intent) =>
            context => credentials.StoreAsync(context, intent, context.RequestAborted);
        RequestDelegate schema = context => Json.WriteAsync(
            context, ManifestSchema.Make(), "application/schema+json", context.RequestAborted);
        var description = OpenApiDocument.Make(desk.Table, desk.Seams.Catalog.Json);
        RequestDelegate openApi = context => Json.WriteAsync(context, description, context.RequestAborted);
        application.MapGet("/openapi/v1.json", openApi);
        application.MapPost("/v1/credentials", Store(SecretIntent.Add));
        application.MapPost("/v1/credentials/{id}/rotate", Store(SecretIntent.Rotate));
        application.MapPut("/v1/credentials/{id}", Store(SecretIntent.Put));
        var views = new ViewsEndpoint(desk);
        RequestDelegate rebuild = context => views.RebuildAsync(context, context.RequestAborted);
        application.MapPost("/v1/views/rebuild", rebuild);
        application.MapGet("/v1/schemas/business-system", schema);
    }
}
