using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Hcos.Benchmarks.Measuring;

/// <summary>Requests to the API that cost the caller as little as possible, and how long each took.</summary>
internal sealed class Requests : IDisposable
{
    private readonly HttpClient _client;

    public Requests(Uri address, string? token)
    {
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(5),
        };
        if (token is null) return;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Posts JSON and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">It was not accepted.</exception>
    public async Task<string> PostAsync(string path, string json, CancellationToken cancellationToken)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(path, content, cancellationToken);
        return await AcceptedAsync(path, answer, cancellationToken);
    }

    /// <summary>Deletes and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">It was not accepted.</exception>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _client.DeleteAsync(path, cancellationToken);
        await AcceptedAsync(path, answer, cancellationToken);
    }

    /// <summary>Posts JSON; any answer will do that is none of the server's faults.</summary>
    public async Task TryPostAsync(string path, string json, CancellationToken cancellationToken)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(path, content, cancellationToken);
        if ((int)answer.StatusCode >= 500) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
    }

    /// <summary>Reads; answers the bytes.</summary>
    public async Task<byte[]> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(path, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Does something a number of times, so many at once; answers how long all took and each, in ms.</summary>
    public static async Task<(TimeSpan All, IReadOnlyList<double> Each)> ManyAsync(
        int count, int atOnce, Func<int, Task> act)
    {
        var each = new double[count];
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                var from = Stopwatch.GetTimestamp();
                await act(number);
                each[number] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            }
        }));
        return (Stopwatch.GetElapsedTime(began), each);
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string> AcceptedAsync(
        string path, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? text
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }
}
