using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.OpenStack.Http;

/// <summary>Gets tokens, and keeps the last one until it is about to expire or was refused.</summary>
internal sealed class Keystone(
    BoundedHttp http, OpenStackAddress address, DriverConnection connection, OpenStackOptions options) : IDisposable
{
    private readonly SemaphoreSlim _lock = new(1);
    private Session? _session;

    /// <summary>A session that should still be good.</summary>
    /// <param name="refused">A session whose token a service did not take; it is not given again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Session> SessionAsync(Session? refused, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var isGood = _session is { } known && known != refused
                && connection.Time.GetUtcNow() < known.ExpiresAt - options.TokenMargin;
            return isGood ? _session! : _session = await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private async Task<Session> AskAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{address.Identity}/auth/tokens"))
        {
            Content = JsonBody.Of(Question()),
        };
        var reply = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.Status == HttpStatusCode.Unauthorized)
        {
            throw new DriverException(DriverFailure.Denied, "OpenStack: Keystone does not accept the credential");
        }

        if (reply.Status != HttpStatusCode.Created)
        {
            throw OpenStackErrors.Exception("identity", reply, changing: false, options.LongestMessage);
        }

        var token = Json.Parse(reply.Body).Member("token") ?? throw OpenStackErrors.Odd("there is no token");
        return reply.Headers.TryGetValues("X-Subject-Token", out var values)
            && DateTimeOffset.TryParse(
                token.Required("expires_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? new(values.First(), end, new(token, address))
            : throw OpenStackErrors.Odd("the token or its end is lacking");
    }

    private async Task<HttpReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, () => { }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is NotSentException or ConnectionLostException)
        {
            throw new DriverException(DriverFailure.Unavailable, $"OpenStack identity: {lost.Message}", lost);
        }
    }

    private JsonObject Question()
    {
        var secret = OpenStackSecret.Of(connection.Secret).Password;
        var (method, proof) = address.IsApplicationCredential
            ? ("application_credential", new JsonObject { ["id"] = connection.UserName, ["secret"] = secret })
            : ("password", new JsonObject { ["user"] = User(secret) });
        var identity = new JsonObject { ["methods"] = new JsonArray(method), [method] = proof };
        var auth = new JsonObject { ["identity"] = identity };
        if (address.Project is { } project)
        {
            var scope = new JsonObject { ["name"] = project, ["domain"] = Named(address.ProjectDomain) };
            auth["scope"] = new JsonObject { ["project"] = scope };
        }

        return new() { ["auth"] = auth };
    }

    private JsonObject User(string password) => new()
    {
        ["name"] = connection.UserName,
        ["domain"] = Named(address.UserDomain),
        ["password"] = password,
    };

    private static JsonObject Named(string name) => new() { ["name"] = name };
}
