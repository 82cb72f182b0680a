using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.Tests.Example;

/// <summary>The wire, for one call of the driver.</summary>
internal sealed class ExampleClient(BoundedHttp http, Uri endpoint, string? secret, NativeCall call)
{
    /// <summary>Reads something; null when the platform says that it is not there.</summary>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var reply = await ReadAsync(path, isFirst: true, cancellationToken).ConfigureAwait(false);
        return reply.Status switch
        {
            HttpStatusCode.OK => ExampleErrors.Parse(reply),
            HttpStatusCode.NotFound => null,
            _ => throw ExampleErrors.Of(reply),
        };
    }

    /// <summary>Sends something that changes. What was sent goes on to its end, whoever still waits.</summary>
    public async Task ChangeAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        await call.CheckChangeAsync(cancellationToken).ConfigureAwait(false);
        var wasFirst = !call.HasChanged;
        using var request = Request(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        try
        {
            var reply = await http.SendAsync(request, call.BeginChange, CancellationToken.None).ConfigureAwait(false);
            if ((int)reply.Status >= 400) throw ExampleErrors.Of(reply);
        }
        catch (Exception lost) when (lost is NotSentException or ConnectionLostException)
        {
            if (lost is NotSentException) call.WasNotSent(wasFirst);
            throw ExampleErrors.Lost(lost);
        }
    }

    private async Task<HttpReply> ReadAsync(string path, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(HttpMethod.Get, path);
            return await http.SendAsync(request, () => { }, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionLostException) when (isFirst)
        {
            // It may have been dead for long without anybody noticing: a new one gets its chance, once.
            return await ReadAsync(path, isFirst: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is NotSentException or ConnectionLostException)
        {
            throw ExampleErrors.Lost(lost);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(endpoint, path));
        request.Headers.Authorization = new("Bearer", secret);
        return request;
    }
}
