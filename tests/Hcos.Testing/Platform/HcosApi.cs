using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Hcos.Testing.Platform;

/// <summary>The platform's API as a test calls it: nothing is hidden, nothing throws for a refusal.</summary>
/// <param name="address">Where it is now; asked before each request, for it moves at a take-over.</param>
/// <param name="token">The bearer token.</param>
public sealed class HcosApi(Func<Uri> address, Func<string> token) : IDisposable
{
    private readonly HttpClient _client = new(new MovingAddress(address))
    {
        BaseAddress = new Uri("http://127.0.0.1"),
        Timeout = TimeSpan.FromMinutes(12),
    };

    /// <summary>Calls an API that stays where it is.</summary>
    public HcosApi(Uri address, Func<string> token)
        : this(() => address, token)
    {
    }

    /// <summary>Whether the platform answers and all its layers are ready.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.GetAsync("/readyz", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Reads.</summary>
    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, null, cancellationToken);

    /// <summary>Reads what is no JSON.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token().Trim());
        using var answer = await _client.SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Writes a JSON object.</summary>
    public Task<ApiAnswer> PostAsync(
        string path, JsonObject? body, CancellationToken cancellationToken, string? idempotencyKey = null) =>
        SendAsync(
            HttpMethod.Post, path, new StringContent((body ?? []).ToJsonString(), Encoding.UTF8, "application/json"),
            idempotencyKey, cancellationToken);

    /// <summary>Writes a manifest.</summary>
    public Task<ApiAnswer> PostYamlAsync(string path, string manifest, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post, path, new StringContent(manifest, Encoding.UTF8, "application/yaml"), null,
            cancellationToken);

    /// <summary>Deletes.</summary>
    public Task<ApiAnswer> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, null, cancellationToken);

    /// <summary>Sends anything.</summary>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token().Trim());
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await _client.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var isJson = answer.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) == true;
        var bookmark = answer.Headers.TryGetValues("Hcos-Bookmark", out var values) ? values.First() : null;
        return new ApiAnswer(answer.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null, bookmark);
    }

    /// <summary>Follows server-sent events, one JSON object each, until cancelled or until the stream ends.</summary>
    public async IAsyncEnumerable<JsonObject> FollowAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string data = "data: ";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token().Trim());
        using var answer = await _client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith(data, StringComparison.Ordinal)) continue;
            yield return JsonNode.Parse(line[data.Length..])!.AsObject();
        }
    }

    /// <summary>Reads until the answer is as wanted.</summary>
    /// <exception cref="TimeoutException">It was not in time; the message shows the last answer.</exception>
    public async Task<JsonNode> UntilAsync(
        string path, Func<JsonNode, bool> isWanted, TimeSpan within, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        JsonNode? last = null;
        while (Stopwatch.GetElapsedTime(began) < within)
        {
            try
            {
                last = (await GetAsync(path, cancellationToken)).Body;
                if (last is not null && isWanted(last)) return last;
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException)
            {
                // It is being started again.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"{path} was not as wanted within {within}: {last?.ToJsonString()}");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
