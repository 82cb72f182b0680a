using System.Text.Json.Nodes;
using Hcos.Host.Local;

namespace Hcos.Host.Sample;

/// <summary>Deploys the sample business system, shows how far it is, and prints where everything is.</summary>
internal sealed class SampleDeployment(ApiClient api, Progress say, TimeProvider time)
{
    private const string Name = "hello";
    private static readonly TimeSpan HealthyWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EnvironmentWithin = TimeSpan.FromSeconds(60);

    public async Task DeployAsync(string manifest, CancellationToken cancellationToken)
    {
        if (await SystemAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            await WaitForImageAsync(cancellationToken).ConfigureAwait(false);
            say.Step($"deploying {Name}");
            var text = await File.ReadAllTextAsync(manifest, cancellationToken).ConfigureAwait(false);
            await api.SendAsync(HttpMethod.Post, "/v1/systems", text, "application/yaml", cancellationToken)
                .ConfigureAwait(false);
        }

        await WaitUntilHealthyAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task PrintAsync(string url, DataFolder data, bool hasSample, CancellationToken cancellationToken)
    {
        var output = Console.Out;
        await output.WriteLineAsync().ConfigureAwait(false);
        var system = hasSample ? await SystemAsync(cancellationToken).ConfigureAwait(false) : null;
        foreach (var instance in Instances(system))
        {
            var address = instance["addresses"]?.AsArray().FirstOrDefault()?.ToString();
            var place = address is null ? "(no address)" : $"http://{address}/cgi-bin/index.cgi";
            await output.WriteLineAsync($"  {instance["name"],-16} {instance["state"],-10} {place}").ConfigureAwait(
                false);
        }

        await output.WriteLineAsync($"""

              API      {url}   (OpenAPI: {url}/openapi/v1.json)
              token    {data.Token}
              log      {data.Log}

            Try:
              ./hcos systems show {Name}
              ./hcos events follow
              ./hcos servers stop {Name}-web-1 --force     and watch it come back
            """).ConfigureAwait(false);
    }

    private static IEnumerable<JsonNode> Instances(JsonNode? system) =>
        (system?["components"]?.AsArray() ?? [])
            .SelectMany(component => component?["instances"]?.AsArray() ?? [])
            .OfType<JsonNode>();

    private async Task WaitForImageAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        say.Step("waiting for the first picture of the environment");
        while (time.GetElapsedTime(began) < EnvironmentWithin)
        {
            var images = await api.GetAsync("/v1/images", cancellationToken).ConfigureAwait(false);
            if (images?["items"]?.AsArray().Count > 0) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
        }

        throw new LocalException("no image was seen in the environment; ./hcos environments list says why");
    }

    private async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        while (time.GetElapsedTime(began) < HealthyWithin)
        {
            var system = await SystemAsync(cancellationToken).ConfigureAwait(false);
            foreach (var instance in Instances(system)) Tell(told, instance);
            if (system?["health"]?.ToString() == "healthy") return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken).ConfigureAwait(false);
        }

        throw new LocalException($"{Name} did not become healthy; ./hcos systems show {Name} says why");
    }

    private void Tell(Dictionary<string, string> told, JsonNode instance)
    {
        var name = $"{instance["name"]}";
        var state = $"{instance["state"]}";
        if (told.TryGetValue(name, out var former) && former == state) return;
        told[name] = state;
        say.Step($"{name,-16} {state,-10} {instance["reason"]}");
    }

    private Task<JsonNode?> SystemAsync(CancellationToken cancellationToken) =>
        api.GetAsync($"/v1/systems/{Name}", cancellationToken);
}
