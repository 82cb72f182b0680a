using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hcos.Ci2.Drivers.Http;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Statuses, faults and lost answers in the words of the driver seam. Pure.</summary>
internal static partial class OpenStackErrors
{
    /// <summary>What a status means for the caller.</summary>
    /// <param name="status">What the service answered.</param>
    /// <param name="message">What it said.</param>
    /// <param name="changing">Whether the request that it answers changes something.</param>
    public static DriverFailure FailureOf(HttpStatusCode status, string message, bool changing) => (int)status switch
    {
        400 when IsMissing().IsMatch(message) => DriverFailure.Missing,
        400 or 405 or 406 or 415 or 422 => DriverFailure.Invalid,
        401 => DriverFailure.Denied,
        403 or 413 when IsFull().IsMatch(message) => DriverFailure.Exhausted,
        403 => DriverFailure.Denied,
        404 or 410 => DriverFailure.Missing,
        409 when IsFull().IsMatch(message) => DriverFailure.Exhausted,
        409 or 412 or 423 => DriverFailure.Conflict,
        // Whoever limits how often is asked did not look at this one.
        413 or 429 => DriverFailure.Unavailable,
        _ => changing ? DriverFailure.Uncertain : DriverFailure.Unavailable,
    };

    /// <summary>Makes the exception for what a service answered.</summary>
    public static DriverException Exception(string service, HttpReply reply, bool changing, int longest)
    {
        var message = MessageIn(reply.Body);
        return new(
            FailureOf(reply.Status, message, changing),
            $"OpenStack {service}: {(int)reply.Status} {Redact(message, longest)}");
    }

    /// <summary>What a server that Nova could not make means for the caller.</summary>
    public static DriverException NotMade(string fault, int longest) => new(
        IsFull().IsMatch(fault) ? DriverFailure.Exhausted : DriverFailure.Conflict,
        $"OpenStack could not make the server: {Redact(fault, longest)}");

    /// <summary>Makes the exception for an answer that is not understood; nothing was changed by reading it.</summary>
    public static DriverException Odd(string what, Exception? inner = null) =>
        new(DriverFailure.Unavailable, $"OpenStack's answer is not understood: {what}", inner);

    /// <summary>Shortens a message to one line without passwords.</summary>
    internal static string Redact(string message, int longest)
    {
        var line = Secrets().Replace(Spaces().Replace(message, " ").Trim(), "$1=…");
        return line.Length <= longest ? line : string.Concat(line.AsSpan(0, longest), "…");
    }

    // {"conflictingRequest": {"code": 409, "message": "…"}}, {"NeutronError": {"message": "…"}}, or no JSON at all.
    private static string MessageIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return "";
            foreach (var part in json.RootElement.EnumerateObject())
            {
                if (part.Value.Text("message") is { } message) return message;
            }

            // Placement: {"errors": [{"status": 403, "title": "Forbidden", "detail": "…"}]}.
            return json.RootElement.Text("message")
                ?? json.RootElement.Items("errors").FirstOrDefault().Text("detail")
                ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    [GeneratedRegex(
        "[Qq]uota exceeded|[Oo]ver ?[Qq]uota|[Nn]o valid host|No more IP addresses|Exceeded maximum number")]
    private static partial Regex IsFull();

    // What a create refers to and is gone since it was looked at.
    [GeneratedRegex("could not be found|Can not find requested image|Invalid key_name")]
    private static partial Regex IsMissing();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""(passw(?:or)?d|secret|token|user_?data|adminPass)["']?\s*[=:]\s*("[^"]*"|'[^']*'|\S+)""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Secrets();
}
