using System.Net;
using System.Net.Sockets;
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
        var host = IPAddress.TryParse(address, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{address}]"
            : address;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(health.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}:{health.Port}{health.Path}");
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
        catch (UriFormatException)
        {
            return $"'{address}{health.Path}' is no address";
        }
    }

    public void Dispose() => _client.Dispose();
}
