using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hcos.Kernel.Stores;
using Hcos.Usl;

namespace Hcos.Host.Running;

/// <summary>
/// The write-only route of CI2's process: takes a secret from USL's process, which has decided that it may come.
/// </summary>
internal static class IntakeRoute
{
    public const string Path = "/ci2/credentials";

    /// <summary>The longest secret with every character escaped, and what travels with it.</summary>
    private const int LargestBody = 512 * 1024;

    public static void Map(IEndpointRouteBuilder routes, IntakeOptions options, ICredentialIntake intake) =>
        routes.MapPut($"{Path}/{{name}}", (HttpContext context, string name) =>
            TakeAsync(context, name, options.Key, intake, context.RequestAborted));

    private static async Task<IResult> TakeAsync(
        HttpContext context, string name, string key, ICredentialIntake intake, CancellationToken cancellationToken)
    {
        if (!IsAllowed(context, key)) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (context.Request.ContentLength is null or > LargestBody)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        try
        {
            var body = await context.Request.ReadFromJsonAsync<Secret>(cancellationToken).ConfigureAwait(false);
            if (body is not { Value: { Length: > 0 } value, Principal: { } principal }) return Results.BadRequest();
            var secret = new IncomingSecret(body.Intent, name, body.UserName, value, principal);
            var refusal = await intake.StoreAsync(secret, cancellationToken).ConfigureAwait(false);
            return refusal is null ? Results.NoContent() : Results.Conflict(refusal);
        }
        catch (JsonException)
        {
            return Results.BadRequest();
        }
        catch (Exception later) when (later is StoreUnavailableException or OwnershipLostException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static bool IsAllowed(HttpContext context, string key)
    {
        var isNear = context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer);
        var shown = $"{context.Request.Headers.Authorization}";
        return (isNear || context.Request.IsHttps)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(
                $"Bearer {key}"));
    }

    /// <summary>What travels; prints nothing of it.</summary>
    internal sealed record Secret(
        [property: JsonConverter(typeof(JsonStringEnumConverter<SecretIntent>))] SecretIntent Intent,
        string? UserName,
        string? Value,
        string? Principal)
    {
        public override string ToString() => "a secret";
    }
}
