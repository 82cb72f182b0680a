using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Hcos.Usl.Api;

/// <summary>The problems that clients meet, and how they are written.</summary>
internal static class Problems
{
    public static ProblemException Invalid(string code, string detail, string? hint = null) =>
        new(StatusCodes.Status400BadRequest, code, detail, hint);

    public static ProblemException NotFound(string noun, string name) => new(
        StatusCodes.Status404NotFound,
        "not-found",
        $"there is nothing named {Shown(name)} among {noun}",
        $"list them with GET /v1/{noun}");

    public static ProblemException Unavailable(string code, string detail, string hint) =>
        new(StatusCodes.Status503ServiceUnavailable, code, detail, hint) { RetryAfterSeconds = 2 };

    public static ProblemException StoreUnavailable(Exception? reason = null) => Unavailable(
        "store-unavailable",
        $"{Away(reason)}; nothing is lost, and HCOS goes on by itself when it is back",
        "repeat the request later, a write with the same Idempotency-Key");

    /// <summary>What is wrong with the store, as far as a client should know.</summary>
    public static string Away(Exception? reason) =>
        reason?.Message.Contains(StoreUnavailableException.NoRoom, StringComparison.Ordinal) == true
            ? $"nothing can be written now: {StoreUnavailableException.NoRoom}"
            : "the store does not answer now";

    /// <summary>A refusal by a layer, with the status that fits its word.</summary>
    public static int StatusOf(string code) => code switch
    {
        IntakeRefusal.Unavailable => StatusCodes.Status503ServiceUnavailable,
        "not-found" or "gone" => StatusCodes.Status404NotFound,
        "denied" or "observe-only" or "forbidden" => StatusCodes.Status403Forbidden,
        _ when code.StartsWith("invalid", StringComparison.Ordinal)
            || code.StartsWith("unknown", StringComparison.Ordinal)
            || code.StartsWith("no-such", StringComparison.Ordinal)
            || code.StartsWith("missing", StringComparison.Ordinal) => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>What a client sent, short and without control characters.</summary>
    public static string Shown(string text)
    {
        var shown = new string([.. text.Take(80).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return text.Length > shown.Length ? $"'{shown}…'" : $"'{shown}'";
    }

    public static async Task WriteAsync(
        HttpContext context, ProblemException problem, CancellationToken cancellationToken)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = $"{seconds}";
        var body = new JsonObject
        {
            ["type"] = $"urn:hcos:problem:{problem.Code}",
            ["title"] = ReasonPhrases.GetReasonPhrase(problem.Status),
            ["status"] = problem.Status,
            ["code"] = problem.Code,
            ["detail"] = problem.Detail,
        };
        if (problem.Hint is not null) body["hint"] = problem.Hint;
        foreach (var (name, value) in problem.Members) body[name] = value?.DeepClone();
        await Json.WriteAsync(context, body, "application/problem+json", cancellationToken).ConfigureAwait(false);
    }
}
