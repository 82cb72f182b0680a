using System.Text.Json.Nodes;
using Hcos.Host.Local;

namespace Hcos.Host.Sample;

/// <summary>Deploys the sample business system, shows how far it is, and prints where everything is.</summary>
internal sealed class SampleDeployment(ApiClient api, Progress say, TimeProvider time)
{
    private const string Name = "hello";
    private static readonly TimeSpan HealthyWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EnvironmentWithin = TimeSpan.FromSeconds(60);

    /// <summary>Deploys it once, and waits until it is healthy.</summary>
    /// <param name="manifest">The file that describes it.</param>
    /// <param name="estate">Where it may be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task DeployAsync(string manifest, EstateFile estate, CancellationToken cancellationToken)
    {
        if (await SystemAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            await WaitForImagesAsync(estate, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Waits until an image was seen in each environment.</summary>
    private async Task WaitForImagesAsync(EstateFile estate, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        say.Step("waiting for the first picture of the environments");
        string[] lacking = [];
        var known = await api.GetAsync("/v1/environments?limit=1000", cancellationToken).ConfigureAwait(false);
        var ids = (known?["items"]?.AsArray() ?? []).ToDictionary(one => $"{one?["name"]}", one => $"{one?["id"]}");
        while (time.GetElapsedTime(began) < EnvironmentWithin)
        {
            var images = await api.GetAsync("/v1/images?limit=1000", cancellationToken).ConfigureAwait(false);
            var seen = (images?["items"]?.AsArray() ?? []).Select(image => $"{image?["environment"]}").ToHashSet();
            lacking = [.. estate.Environments.Select(one => one.Name).Where(name => !seen.Contains(ids[name]))];
            if (lacking.Length == 0) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
        }

        throw new LocalException(
            $"no image was seen in {string.Join(", ", lacking)}; ./hcos environments list says why");
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
