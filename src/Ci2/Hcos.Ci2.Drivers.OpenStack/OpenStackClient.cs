using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.Http;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>The services over the wire, for one call of the driver.</summary>
internal sealed class OpenStackClient(
    BoundedHttp http, Keystone keystone, OpenStackOptions options, NativeCall call, TimeProvider time)
{
    private readonly Settling _settling = new(
        "OpenStack", options.ShortestPause, options.LongestPause, 1.2, options.ChangeTimeout, time);

    /// <summary>Who asks, and where the services are.</summary>
    public async Task<Catalogue> CatalogueAsync(CancellationToken cancellationToken) =>
        (await keystone.SessionAsync(null, cancellationToken).ConfigureAwait(false)).Catalogue;

    /// <summary>Reads something that must be there.</summary>
    public async Task<JsonElement> GetAsync(string service, string path, CancellationToken cancellationToken) =>
        await FindAsync(service, path, cancellationToken).ConfigureAwait(false)
        ?? throw new DriverException(DriverFailure.Missing, $"OpenStack {service}: nothing is at {path}");

    /// <summary>Reads something, or null when the service says that it is not there.</summary>
    public async Task<JsonElement?> FindAsync(string service, string path, CancellationToken cancellationToken)
    {
        var reply = await ReadAsync(service, path, cancellationToken).ConfigureAwait(false);
        return reply.Status switch
        {
            HttpStatusCode.OK or HttpStatusCode.MultipleChoices => Json.Parse(reply.Body),
            HttpStatusCode.NotFound => null,
            _ => throw OpenStackErrors.Exception(service, reply, changing: false, options.LongestMessage),
        };
    }

    /// <summary>All items of a listing, or an exception: never a part of them.</summary>
    /// <param name="service">The type of the service.</param>
    /// <param name="path">The path with its query.</param>
    /// <param name="items">The member that holds them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(
        string service, string path, string items, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        for (string? page = path; page is not null;)
        {
            var answer = await GetAsync(service, page, cancellationToken).ConfigureAwait(false);
            var before = found.Count;
            if (answer.Member(items) is not { ValueKind: JsonValueKind.Array })
            {
                throw OpenStackErrors.Odd($"'{items}' is lacking");
            }

            found.AddRange(answer.Items(items));
            if (found.Count > options.MostItems)
            {
                throw new DriverException(
                    DriverFailure.Exhausted, $"a listing found more than {options.MostItems} {items}");
            }

            page = found.Count > before ? Next(answer, path, items) : null;
        }

        return found;
    }

    /// <summary>The same, and none where the service has nothing of that kind: a part of it is not installed.</summary>
    /// <param name="service">The type of the service.</param>
    /// <param name="path">The path with its query.</param>
    /// <param name="items">The member that holds them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<JsonElement>> ListOrNoneAsync(
        string service, string path, string items, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(service, path, items, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException lacking) when (lacking.Failure == DriverFailure.Missing)
        {
            return [];
        }
    }

    /// <summary>Sends something that changes; statuses of 400 and above are exceptions.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="service">The type of the service.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">The body, or null for none.</param>
    /// <param name="cancellationToken">Gives up before it is sent; what was sent goes on to its end.</param>
    public Task<HttpReply> ChangeAsync(
        HttpMethod method, string service, string path, JsonNode? body, CancellationToken cancellationToken) =>
        ChangeAsync(
            new(method, service, path, () => JsonBody.Of(body), options.RequestTimeout), cancellationToken);

    /// <summary>Sends the content of a file; statuses of 400 and above are exceptions.</summary>
    /// <param name="service">The type of the service.</param>
    /// <param name="path">The path.</param>
    /// <param name="open">Opens the file; it may have to be sent a second time.</param>
    /// <param name="cancellationToken">Gives up before it is sent; what was sent goes on to its end.</param>
    public Task<HttpReply> UploadAsync(
        string service, string path, Func<Stream> open, CancellationToken cancellationToken) =>
        ChangeAsync(
            new(HttpMethod.Put, service, path, () => FileBody.Of(open()), options.UploadTimeout), cancellationToken);

    private async Task<HttpReply> ChangeAsync(Change change, CancellationToken cancellationToken)
    {
        var service = change.Service;
        var session = await keystone.SessionAsync(null, cancellationToken).ConfigureAwait(false);
        var wasFirst = !call.HasChanged;
        var reply = await SendChangeAsync(session, change, wasFirst, cancellationToken).ConfigureAwait(false);
        var refusals = 0;
        for (; IsTokenRefused(reply) && refusals < Keystone.MostRefusals; refusals++)
        {
            // Who guards the service refused the token: the service itself never saw the request.
            call.WasNotSent(wasFirst);
            session = await keystone.SessionAsync(session, cancellationToken).ConfigureAwait(false);
            reply = await SendChangeAsync(session, change, wasFirst, cancellationToken).ConfigureAwait(false);
        }

        if ((int)reply.Status < 400) return reply;
        var failure = OpenStackErrors.Exception(service, reply, changing: true, options.LongestMessage);
        if (failure.Failure is DriverFailure.Unavailable or DriverFailure.Denied) call.WasNotSent(wasFirst);
        // Or it did see it, and finds nothing left to change.
        if (failure.Failure == DriverFailure.Invalid && refusals > 0)
        {
            throw new DriverException(DriverFailure.Uncertain, failure.Message, failure);
        }

        throw failure;
    }

    /// <summary>The same for something that may be gone already; false when it is.</summary>
    public async Task<bool> TryDeleteAsync(string service, string path, CancellationToken cancellationToken)
    {
        try
        {
            await ChangeAsync(HttpMethod.Delete, service, path, null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DriverException gone) when (gone.Failure == DriverFailure.Missing)
        {
            return false;
        }
    }

    /// <summary>Waits until something holds that OpenStack works towards by itself.</summary>
    public Task<T> UntilAsync<T>(
        Func<Task<T>> look, Func<T, bool> isThere, string what, CancellationToken cancellationToken) =>
        _settling.UntilAsync(look, isThere, what, cancellationToken);

    /// <summary>Reads, and gives the whole answer with its headers.</summary>
    public Task<HttpReply> ReadAsync(string service, string path, CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Get, service, path, null, cancellationToken);

    /// <summary>Reads by a request with a body, which changes nothing.</summary>
    public Task<HttpReply> AskAsync(
        string service, string path, JsonNode body, CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Post, service, path, body, cancellationToken);

    private async Task<HttpReply> ReadAsync(
        HttpMethod method, string service, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        Session? refused = null;
        var refusals = 0;
        for (var repeats = 0; ; repeats++)
        {
            var session = await keystone.SessionAsync(refused, cancellationToken).ConfigureAwait(false);
            using var request = Request(session, method, service, path, JsonBody.Of(body));
            var reply = await ReadOnceAsync(request, service, repeats, cancellationToken).ConfigureAwait(false);
            if (reply is null) continue;
            if (IsTokenRefused(reply) && refusals++ < Keystone.MostRefusals)
            {
                refused = session;
                continue;
            }

            if (repeats >= options.MostRepeats || RetryAfter(reply) is not { } wait) return reply;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null when the connection had been dead for long without anybody noticing: a new one, once.</summary>
    private async Task<HttpReply?> ReadOnceAsync(
        HttpRequestMessage request, string service, int repeats, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, Nothing, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionLostException) when (repeats == 0)
        {
            return null;
        }
        catch (Exception lost) when (lost is NotSentException or ConnectionLostException)
        {
            throw Lost(service, lost);
        }
    }

    private async Task<HttpReply> SendChangeAsync(
        Session session, Change change, bool wasFirst, CancellationToken cancellationToken)
    {
        await call.CheckChangeAsync(cancellationToken).ConfigureAwait(false);
        var service = change.Service;
        using var request = Request(session, change.Method, service, change.Path, change.Body());
        try
        {
            // What was sent is not cut off by the caller: it would happen all the same, and nobody would know when.
            return await http.SendAsync(request, call.BeginChange, change.Within, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (NotSentException notSent)
        {
            call.WasNotSent(wasFirst);
            throw Lost(service, notSent);
        }
        catch (ConnectionLostException lost)
        {
            throw Lost(service, lost);
        }
    }

    private HttpRequestMessage Request(
        Session session, HttpMethod method, string service, string path, HttpContent? body)
    {
        var request = new HttpRequestMessage(method, session.Catalogue.AddressOf(service, path));
        request.Headers.Add("X-Auth-Token", session.Token);
        request.Headers.Add("Accept", "application/json");
        if (VersionOf(service) is { } version) request.Headers.Add("OpenStack-API-Version", $"{service} {version}");

        request.Content = body;
        return request;
    }

    private string? VersionOf(string service) => service switch
    {
        Services.Compute => options.Microversion,
        Services.Placement => options.PlacementMicroversion,
        _ => null,
    };

    /// <summary>The path of the next page: a service behind another address writes the one it knows itself.</summary>
    private static string? Next(JsonElement answer, string path, string items)
    {
        var link = answer.Text("next") ?? answer.Items($"{items}_links")
            .FirstOrDefault(one => one.Text("rel") == "next").Text("href");
        var query = link?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return query < 0 ? null : $"{path.Split('?')[0]}{link![query..]}";
    }

    // The middleware in front of every service says so; a 401 out of the service itself looks otherwise.
    private static bool IsTokenRefused(HttpReply reply) => reply.Status == HttpStatusCode.Unauthorized
        && reply.Headers.WwwAuthenticate.Any(
            asked => asked.Scheme.Equals("Keystone", StringComparison.OrdinalIgnoreCase));

    private TimeSpan? RetryAfter(HttpReply reply)
    {
        if (reply.Status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.RequestEntityTooLarge))
        {
            return null;
        }

        var wait = reply.Headers.RetryAfter?.Delta ?? reply.Headers.RetryAfter?.Date - time.GetUtcNow();
        return wait <= options.LongestRetryAfter ? (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) : null;
    }

    private static DriverException Lost(string service, Exception lost) =>
        new(DriverFailure.Unavailable, $"OpenStack {service}: {lost.Message}", lost);

    private static void Nothing()
    {
    }

    /// <summary>A request that changes something; its body is made anew each time that it is sent.</summary>
    private sealed record Change(
        HttpMethod Method, string Service, string Path, Func<HttpContent?> Body, TimeSpan Within);
}
