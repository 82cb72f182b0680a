using System.Net;
using System.Text.Json;
using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.Tests.Example;

/// <summary>What the platform's errors mean.</summary>
internal static class ExampleErrors
{
    public static DriverException Of(HttpReply reply) => new(
        reply.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => DriverFailure.Denied,
            HttpStatusCode.NotFound => DriverFailure.Missing,
            HttpStatusCode.Conflict => DriverFailure.Conflict,
            HttpStatusCode.InsufficientStorage => DriverFailure.Exhausted,
            >= HttpStatusCode.InternalServerError => DriverFailure.Unavailable,
            _ => DriverFailure.Invalid,
        },
        $"the platform answered {(int)reply.Status}");

    public static DriverException Lost(Exception lost) => new(DriverFailure.Unavailable, lost.Message, lost);

    public static JsonElement Parse(HttpReply reply)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(reply.Body.Span);
        }
        catch (JsonException broken)
        {
            throw new DriverException(DriverFailure.Unavailable, "the platform answered what is no JSON", broken);
        }
    }
}
