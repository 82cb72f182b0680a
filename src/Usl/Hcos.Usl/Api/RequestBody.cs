using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hcos.Usl.Api;

/// <summary>Reads bodies of requests, completely and within the bound.</summary>
internal static class RequestBody
{
    private const int DeepestNesting = 32;

    private static readonly JsonDocumentOptions Strict =
        new() { MaxDepth = DeepestNesting, AllowDuplicateProperties = false };

    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>The text of the body; empty when there is none.</summary>
    public static async Task<string> TextAsync(HttpContext context, int largest, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > largest) throw TooLarge(largest);
        using var buffer = new MemoryStream();
        var part = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > largest) throw TooLarge(largest);
            buffer.Write(part, 0, read);
        }

        try
        {
            return Utf8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (DecoderFallbackException)
        {
            throw Problems.Invalid("malformed-body", "the body is not UTF-8", "send JSON in UTF-8");
        }
    }

    /// <summary>The body as a JSON object; an empty one when there is no body.</summary>
    public static async Task<JsonObject> ObjectAsync(
        HttpContext context, int largest, CancellationToken cancellationToken)
    {
        var text = await TextAsync(context, largest, cancellationToken).ConfigureAwait(false);
        if (text.Length == 0) return [];
        Demand(context, "application/json");
        return Parse(text);
    }

    /// <summary>Reads a JSON object.</summary>
    public static JsonObject Parse(string text)
    {
        try
        {
            ReadTexts(text);
            return JsonNode.Parse(text, documentOptions: Strict) as JsonObject
                ?? throw Problems.Invalid("malformed-body", "the body is no JSON object", "send {\"name\": value}");
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line
                ? $" at line {line + 1}, byte {error.BytePositionInLine + 1}"
                : "";
            throw Problems.Invalid(
                "malformed-body", $"the body is not valid JSON{place}", "check it and send it again");
        }
        catch (InvalidOperationException)
        {
            throw Problems.Invalid(
                "malformed-body", "a text of the body has half of a surrogate pair", "send both halves, or UTF-8");
        }
    }

    /// <summary>
    /// Reads every name and text once. Half of a surrogate pair is valid JSON and no text: whoever reads it later would
    /// fail. UTF-8 cannot hold one, so that only an escape can.
    /// </summary>
    /// <exception cref="InvalidOperationException">A name or a text cannot be read.</exception>
    private static void ReadTexts(string text)
    {
        if (!text.Contains("\\ud", StringComparison.OrdinalIgnoreCase)) return;
        var options = new JsonReaderOptions { MaxDepth = DeepestNesting };
        var reader = new Utf8JsonReader(Utf8.GetBytes(text), options);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String) _ = reader.GetString();
        }
    }

    /// <exception cref="ProblemException">The body is of another type.</exception>
    public static string Demand(HttpContext context, params string[] types)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var given))
        {
            var type = Array.Find(types, type => given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase));
            if (type is not null) return type;
        }

        throw new ProblemException(
            StatusCodes.Status415UnsupportedMediaType,
            "unsupported-media-type",
            $"a body of type {Problems.Shown(context.Request.ContentType ?? "(none)")} is not understood here",
            $"send {string.Join(" or ", types)}");
    }

    private static ProblemException TooLarge(int largest) => new(
        StatusCodes.Status413PayloadTooLarge,
        "body-too-large",
        $"the body is larger than {largest} bytes",
        "send less");
}
