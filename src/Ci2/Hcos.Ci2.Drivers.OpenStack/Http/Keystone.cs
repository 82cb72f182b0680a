using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.OpenStack.Http;

/// <summary>
/// Gets tokens, and keeps the last one until it is about to expire or was refused. A secret that is refused may have
/// been exchanged on one side only: another one is tried once, and what was accepted is kept.
/// </summary>
internal sealed class Keystone(
    BoundedHttp http, OpenStackAddress address, DriverConnection connection, OpenStackOptions options) : IDisposable
{
    /// <summary>
    /// How many tokens a request may be refused with and still be sent again. A change of the password may cost two:
    /// the one from before it, and one that was made in the same second.
    /// </summary>
    public const int MostRefusals = 2;

    private readonly SemaphoreSlim _lock = new(1);
    private DriverSecret _secret = new(connection.UserName, connection.Secret ?? "");
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
            if (isGood) return _session!;
            if (refused is not null && refused == _session) await OutlastAsync(refused, cancellationToken)
                .ConfigureAwait(false);
            return _session = await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    // Keystone writes times of tokens in whole seconds: a change of the password, which ends all that were made before
    // it, ends those too that are made in the rest of its second. The next one must not be of the same second.
    private async Task OutlastAsync(Session refused, CancellationToken cancellationToken)
    {
        var rest = options.TokenGrain - connection.Time.GetElapsedTime(refused.TakenAt);
        if (rest <= TimeSpan.Zero) return;
        // A delay is cut to whole milliseconds, and would be too short by a part of one.
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));
        await Task.Delay(whole, connection.Time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Session> AskAsync(CancellationToken cancellationToken)
    {
        var secret = _secret;
        var reply = await AskOnceAsync(secret, cancellationToken).ConfigureAwait(false);
        if (reply.Status == HttpStatusCode.Unauthorized && connection.OtherSecret is { } ask
            && await ask(secret, cancellationToken).ConfigureAwait(false) is { } other)
        {
            reply = await AskOnceAsync(other, cancellationToken).ConfigureAwait(false);
            if (reply.Status == HttpStatusCode.Created) _secret = other;
        }

        return Read(reply);
    }

    private async Task<HttpReply> AskOnceAsync(DriverSecret secret, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{address.Identity}/auth/tokens"))
        {
            Content = JsonBody.Of(Question(secret)),
        };
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private Session Read(HttpReply reply)
    {
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
            ? new(values.First(), end, new(token, address)) { TakenAt = connection.Time.GetTimestamp() }
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

    private JsonObject Question(DriverSecret secret)
    {
        var password = OpenStackSecret.Of(secret.Secret).Password;
        var (method, proof) = address.IsApplicationCredential
            ? ("application_credential", new JsonObject { ["id"] = secret.UserName, ["secret"] = password })
            : ("password", new JsonObject { ["user"] = User(secret.UserName, password) });
        var identity = new JsonObject { ["methods"] = new JsonArray(method), [method] = proof };
        var auth = new JsonObject { ["identity"] = identity };
        if (address.Project is { } project)
        {
            var scope = new JsonObject { ["name"] = project, ["domain"] = Named(address.ProjectDomain) };
            auth["scope"] = new JsonObject { ["project"] = scope };
        }

        return new() { ["auth"] = auth };
    }

    private JsonObject User(string? name, string password) => new()
    {
        ["name"] = name,
        ["domain"] = Named(address.UserDomain),
        ["password"] = password,
    };

    private static JsonObject Named(string name) => new() { ["name"] = name };
}
