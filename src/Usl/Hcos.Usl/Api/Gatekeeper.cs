using System.Security.Cryptography;
using System.Text;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Lets in who shows a token whose hash belongs to a principal.</summary>
internal sealed class Gatekeeper(Projector projector)
{
    private const string Scheme = "Bearer ";
    private const int LongestToken = 1_024;
    private static readonly string[] Open = ["/healthz", "/livez", "/readyz", "/openapi"];
    private static readonly object PrincipalKey = new();

    /// <summary>Who asks; only behind <see cref="Admit"/>.</summary>
    public static string PrincipalOf(HttpContext context) => ((PrincipalView)context.Items[PrincipalKey]!).Name;

    /// <summary>Whether who asks may change anything.</summary>
    public static bool IsAdministrator(HttpContext context) =>
        ((PrincipalView)context.Items[PrincipalKey]!).IsAdministrator;

    /// <exception cref="ProblemException">The request shows no token, or one that nobody has.</exception>
    public void Admit(HttpContext context)
    {
        var path = context.Request.Path;
        if (Array.Exists(Open, open => path.StartsWithSegments(open, StringComparison.Ordinal))) return;
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value
            || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Unauthorized(context, "missing-token", "the request shows no bearer token");
        }

        var token = value[Scheme.Length..].Trim();
        context.Items[PrincipalKey] = token.Length is 0 or > LongestToken ? null : Find(token);
        if (context.Items[PrincipalKey] is null)
        {
            if (projector.Position < 0) throw ApiDesk.NotReady();
            throw Unauthorized(context, "wrong-token", "nobody has this token");
        }
    }

    /// <summary>Compares with everybody, in the same time wherever the match is.</summary>
    private PrincipalView? Find(string token)
    {
        var hash = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));
        PrincipalView? found = null;
        foreach (var principal in projector.Principals)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(principal.TokenHash)))
            {
                found = principal;
            }
        }

        return found;
    }

    private static ProblemException Unauthorized(HttpContext context, string code, string detail)
    {
        context.Response.Headers.WWWAuthenticate =
            code == "missing-token" ? "Bearer realm=\"hcos\"" : "Bearer realm=\"hcos\", error=\"invalid_token\"";
        return new ProblemException(
            StatusCodes.Status401Unauthorized,
            code,
            detail,
            "send 'Authorization: Bearer TOKEN'; the administrator's is in the file admin-token of the data folder");
    }
}
