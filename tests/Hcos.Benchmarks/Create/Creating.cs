using System.Text.Json;
using Hcos.Benchmarks.Measuring;

namespace Hcos.Benchmarks.Create;

/// <summary>Creates servers by the API, each until it runs.</summary>
/// <param name="requests">Asks the API.</param>
/// <param name="environment">Where; null for wherever placement wants.</param>
/// <param name="shape">What each is like beside its one processor, as members of the request.</param>
internal sealed class Creating(
    Requests requests, string? environment = null, string shape = "\"memoryBytes\":16777216")
{
    private int _last;

    public Task<(TimeSpan All, IReadOnlyList<double> Each)> ManyAsync(
        int count, int atOnce, CancellationToken cancellationToken) =>
        Requests.ManyAsync(count, atOnce, _ => OneAsync(cancellationToken));

    /// <summary>Creates one; answers its operation.</summary>
    public async Task<Guid> OneAsync(CancellationToken cancellationToken)
    {
        var name = $"made-{Interlocked.Increment(ref _last)}";
        var where = environment is null ? "" : $",\"environment\":\"{environment}\"";
        var body = $$"""{"name":"{{name}}","vcpus":1,{{shape}}{{where}}}""";
        var answer = await requests.PostAsync("/v1/servers?wait=60", body, cancellationToken);
        using var operation = JsonDocument.Parse(answer);
        var outcome = operation.RootElement.TryGetProperty("outcome", out var word) ? word.GetString() : "none yet";
        return outcome == "done"
            ? operation.RootElement.GetProperty("id").GetGuid()
            : throw new InvalidOperationException($"{name}: {answer}");
    }

    /// <summary>Removes the one that was created last.</summary>
    public Task RemoveLastAsync(CancellationToken cancellationToken) =>
        requests.DeleteAsync($"/v1/servers/made-{_last}?wait=60", cancellationToken);
}
