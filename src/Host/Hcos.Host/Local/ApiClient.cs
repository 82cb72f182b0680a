using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hcos.Host.Local;

/// <summary>The few calls that <c>up</c>, <c>down</c> and <c>status</c> make to the platform's own API.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _client;

    public ApiClient(string url, string token)
    {
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(url),
            Timeout = TimeSpan.FromMinutes(11),
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Whether the platform answers and all its layers are ready.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.GetAsync("/readyz", cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>What the platform says of itself, ready or not.</summary>
    /// <exception cref="LocalException">It does not answer.</exception>
    public Task<JsonNode?> GetHealthAsync(CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            using var answer = await _client.GetAsync("/readyz", cancellationToken).ConfigureAwait(false);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        },
        cancellationToken);

    /// <summary>Reads an object; null when there is no such thing.</summary>
    /// <exception cref="LocalException">It was refused, or the platform does not answer.</exception>
    public Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            using var answer = await _client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.NotFound
                ? null
                : await ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Sends a body; answers what the platform says.</summary>
    /// <exception cref="LocalException">It was refused, or the platform does not answer.</exception>
    public Task<JsonNode?> SendAsync(
        HttpMethod method, string path, string body, string contentType, CancellationToken cancellationToken) =>
        CallAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(method, path)
                {
                    Content = new StringContent(body, Encoding.UTF8, contentType),
                };
                using var answer = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
                return await ReadAsync(answer, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    public void Dispose() => _client.Dispose();

    /// <summary>The process may end at any moment: that is told as what it is.</summary>
    private async Task<JsonNode?> CallAsync(Func<Task<JsonNode?>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw new LocalException($"what answers at {_client.BaseAddress} is not the platform");
        }
        catch (Exception lost) when (lost is HttpRequestException
            || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new LocalException($"{_client.BaseAddress} does not answer; ./hcos up starts the platform again");
        }
    }

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var json = text.Length == 0 ? null : JsonNode.Parse(text);
        if (answer.IsSuccessStatusCode) return json;
        var detail = json?["detail"]?.GetValue<string>() ?? $"the platform answered {(int)answer.StatusCode}";
        var hint = json?["hint"]?.GetValue<string>();
        throw new LocalException(hint is null ? detail : $"{detail} ({hint})");
    }
}
