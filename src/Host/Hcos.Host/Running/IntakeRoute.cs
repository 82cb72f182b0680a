using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hcos.Kernel.Stores;
using Hcos.Usl;

namespace Hcos.Host.Running;

/// <summary>
/// The write-only route of CI2's process: takes a secret from USL's process, which has decided that it may come.
/// </summary>
internal static class IntakeRoute
{
    public const string Path = "/ci2/credentials";
    private const int LargestBody = 128 * 1024;

    public static void Map(IEndpointRouteBuilder routes, IntakeOptions options, ICredentialIntake intake) =>
        routes.MapPut($"{Path}/{{name}}", async (HttpContext context, string name) =>
        {
            if (!IsAllowed(context, options.Key)) return StatusCodes.Status403Forbidden;
            if (context.Request.ContentLength is null or > LargestBody) return StatusCodes.Status413PayloadTooLarge;
            try
            {
                var body = await context.Request.ReadFromJsonAsync<Secret>(context.RequestAborted)
                    .ConfigureAwait(false);
                if (body is not { Value: { Length: > 0 } value }) return StatusCodes.Status400BadRequest;
                await intake.StoreAsync(name, body.UserName, value, context.RequestAborted).ConfigureAwait(false);
                return StatusCodes.Status204NoContent;
            }
            catch (Exception later) when (later is StoreUnavailableException or OwnershipLostException)
            {
                return StatusCodes.Status503ServiceUnavailable;
            }
        }).AddEndpointFilter(async (context, next) =>
        {
            var code = await next(context).ConfigureAwait(false);
            return Results.StatusCode((int)code!);
        });

    private static bool IsAllowed(HttpContext context, string key)
    {
        var isNear = context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer);
        var shown = $"{context.Request.Headers.Authorization}";
        return (isNear || context.Request.IsHttps)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(
                $"Bearer {key}"));
    }

    /// <summary>What travels; prints nothing of it.</summary>
    internal sealed record Secret(string? UserName, string? Value)
    {
        public override string ToString() => "a secret";
    }
}
