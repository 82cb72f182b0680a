using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Writing JSON answers.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(JsonNode node) => node.ToJsonString(Options);

    public static Task WriteAsync(HttpContext context, JsonNode body, CancellationToken cancellationToken) =>
        WriteAsync(context, body, "application/json", cancellationToken);

    public static Task WriteAsync(
        HttpContext context, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        return context.Response.BodyWriter.WriteAsync(body, cancellationToken).AsTask();
    }

    public static async Task WriteAsync(
        HttpContext context, JsonNode body, string type, CancellationToken cancellationToken)
    {
        context.Response.ContentType = type;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await context.Response.WriteAsync(Text(body), cancellationToken).ConfigureAwait(false);
    }
}
