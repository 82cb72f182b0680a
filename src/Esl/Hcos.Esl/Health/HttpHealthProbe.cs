using System.Net;
using Hcos.Contracts.Esl;

namespace Hcos.Esl.Health;

/// <summary>Asks by HTTP/1.1 GET; an answer of 200 to 399 is healthy. Follows no redirect and reads no body.</summary>
internal sealed class HttpHealthProbe(TimeProvider time) : IHealthProbe, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<string?> ProbeAsync(string address, HealthSpec health, CancellationToken cancellationToken)
    {
        if (Target(address, health) is not { } target) return "what it reports as its address is none";
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(health.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            using var answer = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return (int)answer.StatusCode is >= 200 and < 400 ? null : $"it answers {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it does not answer within {health.TimeoutSeconds} s";
        }
        catch (HttpRequestException failed)
        {
            return $"it does not answer: {failed.HttpRequestError}";
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// Where to ask; null when that is no IP address. An address may come from the guest itself: as text within a URL
    /// it could choose the port and the path as well.
    /// </summary>
    private static Uri? Target(string address, HealthSpec health)
    {
        if (!IPAddress.TryParse(address, out var ip)) return null;
        var host = new IPAddress(ip.GetAddressBytes()).ToString();
        var query = health.Path.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? health.Path : health.Path[..query];
        return new UriBuilder(Uri.UriSchemeHttp, host, health.Port, path, health.Path[path.Length..]).Uri;
    }
}
