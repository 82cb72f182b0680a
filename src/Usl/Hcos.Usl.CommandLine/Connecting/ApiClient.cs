using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hcos.Usl.CommandLine.Connecting;

/// <summary>Calls the API and turns problems into messages for people.</summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>From this status on the API says that the fault is its own.</summary>
    private const int LowestFault = 500;

    private static readonly TimeSpan UsualLongestCall = TimeSpan.FromSeconds(330);
    private readonly HttpClient _client;
    private readonly TimeSpan _longestCall;

    /// <summary>Makes one.</summary>
    /// <param name="address">Where the API is.</param>
    /// <param name="token">The bearer token.</param>
    /// <param name="longestCall">How long an answer is waited for; null for longer than the API lets one wait.</param>
    public ApiClient(Uri address, string token, TimeSpan? longestCall = null)
    {
        _longestCall = longestCall ?? UsualLongestCall;
        // Proxies of the surroundings are not meant for the platform.
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        _client.Timeout = Timeout.InfiniteTimeSpan;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>A path with its query; empty values are left out.</summary>
    public static string Address(string route, string? subject, params (string Name, string? Value)[] query)
    {
        var path = subject is null
            ? route
            : route.Replace("{id}", Uri.EscapeDataString(subject), StringComparison.Ordinal);
        var given = query.Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}");
        var text = string.Join('&', given);
        return text.Length == 0 ? path : $"{path}?{text}";
    }

    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, "application/json", null, cancellationToken);

    /// <summary>Sends a request; the answer is a JSON object.</summary>
    /// <exception cref="CommandFailedException">It was refused, or the API does not answer.</exception>
    public async Task<JsonObject> SendAsync(
        HttpMethod method, string path, string? body, string type, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_longestCall);
        try
        {
            using var response = await _client.SendAsync(request, patience.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false);
            var answer = Parse(text);
            return response.IsSuccessStatusCode && answer is not null
                ? answer
                : throw Refused(answer, (int)response.StatusCode);
        }
        catch (HttpRequestException failed)
        {
            throw Unreachable(failed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unanswered(method);
        }
    }

    /// <summary>Opens the stream of events, behind an event when one is named.</summary>
    /// <returns>The stream, and the bookmark of the place where it begins.</returns>
    public async Task<(Stream Stream, string? Bookmark)> OpenAsync(
        string path, string? lastEvent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEvent is not null) request.Headers.Add("Last-Event-ID", lastEvent);
        try
        {
            var response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                var hasBookmark = response.Headers.TryGetValues("Hcos-Bookmark", out var bookmarks);
                return (stream, hasBookmark ? bookmarks!.First() : null);
            }

            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw Refused(Parse(text), (int)response.StatusCode);
        }
        catch (HttpRequestException failed)
        {
            throw Unreachable(failed);
        }
    }

    public void Dispose() => _client.Dispose();

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static CommandFailedException Refused(JsonObject? problem, int status)
    {
        var detail = (string?)problem?["detail"] ?? $"the API answered {status}";
        var code = (string?)problem?["code"] ?? "http-error";
        var hint = (string?)problem?["hint"];
        return new CommandFailedException(hint is null ? $"{code}: {detail}" : $"{code}: {detail} ({hint})")
        {
            IsPassing = status >= LowestFault,
        };
    }

    private CommandFailedException Unreachable(HttpRequestException failed) =>
        new($"{_client.BaseAddress} does not answer: {failed.Message}; is the platform up?") { IsPassing = true };

    private CommandFailedException Unanswered(HttpMethod method)
    {
        var doubt = method == HttpMethod.Get ? "" : "; it may have been done all the same: see operations list";
        var limit = string.Create(CultureInfo.InvariantCulture, $"{_longestCall.TotalSeconds:0.#} s");
        return new CommandFailedException($"{_client.BaseAddress} gave no answer within {limit}{doubt}")
        {
            IsPassing = true,
        };
    }
}
