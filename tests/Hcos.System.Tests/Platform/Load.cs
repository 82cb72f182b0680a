using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>Clients that register environments, one after another, each until it is acknowledged.</summary>
internal sealed class Load(HcosApi api)
{
    public ConcurrentDictionary<string, string> Acknowledged { get; } = new(StringComparer.Ordinal);

    public ConcurrentBag<ApiAnswer> Refused { get; } = [];

    public async Task WriteAsync(int writer, CancellationToken enough, CancellationToken cancellationToken)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var name = $"load-{writer}-{number}";
            var answer = await Until.AsWantedAsync(
                stop => TryAsync(name, stop), answer => answer.Status == HttpStatusCode.Accepted, Asking.Soon,
                cancellationToken);
            Acknowledged[name] = answer.Body.Word("id");
        }
    }

    public Task UntilAcknowledgedAsync(int count, CancellationToken cancellationToken) => Until.AsWantedAsync(
        _ => Task.FromResult(Acknowledged.Count), now => now >= count, Asking.Soon, cancellationToken);

    public Task UntilRefusedAsync(int count, CancellationToken cancellationToken) => Until.AsWantedAsync(
        _ => Task.FromResult(Refused.Count), now => now >= count, Asking.Soon, cancellationToken);

    private async Task<ApiAnswer> TryAsync(string name, CancellationToken cancellationToken)
    {
        var body = new StringContent(
            $$"""{"name":"{{name}}","kind":"simulated","endpoint":"simulated://{{name}}?hosts=1","test":false}""",
            Encoding.UTF8,
            "application/json");
        var answer = await api.SendAsync(HttpMethod.Post, "/v1/environments", body, name, cancellationToken);
        if (answer.Status != HttpStatusCode.Accepted) Refused.Add(answer);
        return answer;
    }
}
