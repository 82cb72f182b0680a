using System.Text.Json.Nodes;
using Hcos.Testing.OpenStack;

namespace Hcos.Benchmarks.OpenStack;

/// <summary>
/// The least that creates a server on an OpenStack: one request, and then a look every 100 ms until it is active.
/// </summary>
internal sealed class OwnClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly OpenStackOperator _somebody;
    private readonly string _image;
    private readonly string _flavor;
    private int _last;

    private OwnClient(OpenStackOperator somebody, string image, string flavor) =>
        (_somebody, _image, _flavor) = (somebody, image, flavor);

    /// <summary>Signs in and finds what each create needs.</summary>
    public static async Task<OwnClient> SignInAsync(OpenStackLab lab, CancellationToken cancellationToken)
    {
        var somebody = await OpenStackOperator.SignInAsync(lab, cancellationToken);
        var image = await somebody.GetAsync("image", "/v2/images?name=lab-image", cancellationToken);
        var flavors = await somebody.GetAsync("compute", "/flavors", cancellationToken);
        return new(somebody, Id(image!["images"]![0]!), Id(Named(flavors!["flavors"]!.AsArray(), "lab.tiny")));
    }

    /// <summary>Creates a server and waits until it is active; answers its identity.</summary>
    public async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var wanted = new JsonObject
        {
            ["name"] = $"own-{Interlocked.Increment(ref _last)}",
            ["networks"] = "none",
            ["imageRef"] = _image,
            ["flavorRef"] = _flavor,
        };
        var made = await _somebody.PostAsync(
            "compute", "/servers", new JsonObject { ["server"] = wanted }, cancellationToken);
        var id = Id(made!["server"]!);
        while (await StateAsync(id, cancellationToken) is var state && state != "ACTIVE")
        {
            if (state == "ERROR") throw new InvalidOperationException($"OpenStack could not make server {id}");
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        return id;
    }

    /// <summary>Deletes all servers and waits until they are gone.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        for (var first = true; ; first = false)
        {
            var all = await _somebody.GetAsync("compute", "/servers", cancellationToken);
            var ids = all!["servers"]!.AsArray().Select(server => Id(server!)).ToList();
            if (ids.Count == 0) return;
            foreach (var id in first ? ids : [])
            {
                await _somebody.SendAsync(HttpMethod.Delete, "compute", $"/servers/{id}", null, cancellationToken);
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose() => _somebody.Dispose();

    private async Task<string> StateAsync(string id, CancellationToken cancellationToken) =>
        (await _somebody.GetAsync("compute", $"/servers/{id}", cancellationToken))!["server"]!["status"]!
            .GetValue<string>();

    private static JsonNode Named(JsonArray found, string name) =>
        found.First(one => one!["name"]!.GetValue<string>() == name)!;

    private static string Id(JsonNode found) => found["id"]!.GetValue<string>();
}
