using System.Net;
using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>
/// The one way of a secret into the platform: straight into CI2's store, past bus and logs. It can be written and never
/// read.
/// </summary>
internal sealed class CredentialEndpoint(ApiDesk desk)
{
    private const int LongestSecret = 64 * 1024;
    private const int LongestUserName = 256;

    /// <summary>Stores a credential. A new one is named by the body, any other by the route.</summary>
    public async Task StoreAsync(HttpContext context, SecretIntent intent, CancellationToken cancellationToken)
    {
        _ = new Query(context);
        if (!Gatekeeper.IsAdministrator(context))
        {
            throw new ProblemException(
                403, "forbidden", "the right credentials.add is missing", "ask an administrator");
        }

        if (context.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer) && !context.Request.IsHttps)
        {
            throw new ProblemException(
                403, "plain-http", "a secret over plain http is taken on loopback only", "use https");
        }

        var intake = desk.Options.Credentials ?? throw Problems.Unavailable(
            "no-credential-store", "the credential store is not in this process", "ask the process that runs CI2");
        var body = await RequestBody
            .ObjectAsync(context, desk.Options.LargestBody, cancellationToken).ConfigureAwait(false);
        var named = context.Request.RouteValues["id"] as string;
        Check(body, named);
        var name = named ?? Text(body, "name", ResourceNames.LongestName);
        if (!ResourceNames.IsValid(name))
        {
            throw Problems.Invalid("invalid-name", $"{Problems.Shown(name)} cannot be a name", ResourceNames.Rule);
        }

        var user = body["userName"] is null ? null : Text(body, "userName", LongestUserName);
        var secret = new IncomingSecret(
            intent, name, user, Text(body, "secret", LongestSecret), Gatekeeper.PrincipalOf(context));
        if (await intake.StoreAsync(secret, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            throw new ProblemException(
                Problems.StatusOf(refusal.Code), refusal.Code, refusal.Reason, refusal.Hint);
        }

        context.Response.StatusCode = named is null ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        context.Response.Headers.Location = $"/v1/credentials/{name}";
        await Json.WriteAsync(context, new JsonObject { ["name"] = name }, cancellationToken).ConfigureAwait(false);
    }

    private static void Check(JsonObject body, string? named)
    {
        string[] known = named is null ? ["name", "userName", "secret"] : ["userName", "secret"];
        if (body.Any(pair => !known.Contains(pair.Key)))
        {
            // The names only: what a client put there by mistake may be the secret itself.
            throw Problems.Invalid(
                "unknown-member", "the body has a member that is not known", $"send {string.Join(", ", known)}");
        }
    }

    private static string Text(JsonObject body, string member, int longest) =>
        body[member] is JsonValue value && value.TryGetValue<string>(out var text)
        && text.Length > 0 && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw Problems.Invalid(
                "invalid-value", $"'{member}' is not a text of 1 to {longest} characters", "send it as text");
}
