using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Where on its platform the server of a request is.</summary>
internal static class NativeServers
{
    private const string Noun = "servers";

    /// <summary>Finds it.</summary>
    /// <exception cref="ProblemException">There is no such server, or it is on no platform yet.</exception>
    public static async Task<(ServerView Server, ResourceView Resource)> FindAsync(
        HttpContext context, IRowReader rows, CancellationToken cancellationToken)
    {
        var named = (string)context.Request.RouteValues["id"]!;
        var row = await NameResolver.RowAsync(Noun, named, rows, cancellationToken).ConfigureAwait(false);
        var server = (ServerView)row.Value;
        var native = server.ResourceRow is { } key
            ? await rows.GetAsync(ViewNames.Resources, key, cancellationToken).ConfigureAwait(false)
            : null;
        return native?.Value is ResourceView resource
            ? (server, resource)
            : throw new ProblemException(
                StatusCodes.Status409Conflict,
                "not-made",
                $"{server.Name} is not on any platform yet",
                $"look at it with GET /v1/servers/{server.Id}");
    }

    /// <summary>Why an inquiry of the platform was not answered.</summary>
    public static ProblemException Unanswered(string? code, string? reason, string otherwise) => code switch
    {
        null or "unavailable" or "uncertain" =>
            Problems.Unavailable("unavailable", reason ?? otherwise, "ask again later"),
        "missing" => new ProblemException(
            StatusCodes.Status409Conflict,
            "server-missing",
            reason ?? otherwise,
            "its environment does not have it now"),
        _ => new ProblemException(Problems.StatusOf(code), code, reason ?? otherwise),
    };
}
