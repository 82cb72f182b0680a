using System.Text.Json.Nodes;
using Hcos.Testing.OpenStack;
using Hcos.Testing.Platform;

namespace Hcos.System.OpenStack.Tests;

/// <summary>The real OpenStack (its guests are words in files), registered while the test lasts.</summary>
internal sealed class CloudPlace : IPlace
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly HcosApi _api;
    private readonly OpenStackOperator _somebody;
    private readonly string _image;
    private readonly string _flavor;

    private CloudPlace(
        HcosApi api, OpenStackOperator somebody, string environment, string image, string flavor) =>
        (_api, _somebody, Environment, _image, _flavor) = (api, somebody, environment, image, flavor);

    public string Environment { get; }

    public string Image => "lab-image";

    /// <summary>Registers it with an account, the administrator's unless another one is given.</summary>
    /// <param name="api">The platform.</param>
    /// <param name="name">The environment's name, and that of its credential.</param>
    /// <param name="account">Who HCOS is there.</param>
    /// <param name="isTold">Whether HCOS reads what the cloud tells over its broker.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CloudPlace> RegisteredAsync(
        HcosApi api,
        string name,
        (string UserName, string Password)? account,
        bool isTold,
        CancellationToken cancellationToken)
    {
        var lab = OpenStackLab.Current;
        var somebody = await OpenStackOperator.SignInAsync(lab, cancellationToken);
        var images = await somebody.GetAsync("image", "/v2/images?name=lab-image", cancellationToken);
        var flavors = await somebody.GetAsync("compute", "/flavors", cancellationToken);
        var tiny = flavors!["flavors"]!.AsArray().First(one => one.Word("name") == "lab.tiny");
        var place = new CloudPlace(api, somebody, name, images!["images"]![0].Word("id"), tiny.Word("id"));
        var (userName, password) = account ?? (lab.UserName, lab.Password);
        var (endpoint, secret) = isTold
            ? ($"{lab.Endpoint}&notifications={lab.Broker}", $"{password}\namqp {lab.BrokerUser}:{lab.BrokerPassword}")
            : (lab.Endpoint, password);
        await api.RegisteredAsync(name, "openstack", endpoint, (userName, secret), cancellationToken);
        return place;
    }

    public async Task<IReadOnlyDictionary<string, string>> ServersAsync(CancellationToken cancellationToken) =>
        (await DetailsAsync(cancellationToken)).ToDictionary(
            server => server.Word("name"),
            server => server.Word("OS-EXT-STS:vm_state") switch
            {
                "active" => "running",
                "stopped" => "off",
                var same => same,
            });

    public async Task MakeAsync(string name, Guid? madeFor, CancellationToken cancellationToken)
    {
        var wanted = new JsonObject
        {
            ["name"] = name,
            ["networks"] = "none",
            ["imageRef"] = _image,
            ["flavorRef"] = _flavor,
        };
        if (madeFor is { } server)
        {
            wanted["tags"] = new JsonArray($"hcos-server.{server}");
            wanted["metadata"] = new JsonObject { ["hcos-server"] = $"{server}" };
        }

        var made = await _somebody.PostAsync(
            "compute", "/servers", new JsonObject { ["server"] = wanted }, cancellationToken);
        var id = made!["server"].Word("id");
        await UntilAsync(id, "active", cancellationToken);
        await _somebody.PostAsync(
            "compute", $"/servers/{id}/action", new JsonObject { ["os-stop"] = null }, cancellationToken);
        await UntilAsync(id, "stopped", cancellationToken);
    }

    /// <summary>Removes the environment, and what is left of its servers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _api.DeleteAsync($"/v1/environments/{Environment}?wait=300", CancellationToken.None);
        foreach (var server in await DetailsAsync(CancellationToken.None))
        {
            await _somebody.SendAsync(
                HttpMethod.Delete, "compute", $"/servers/{server.Word("id")}", null, CancellationToken.None);
        }

        while ((await DetailsAsync(CancellationToken.None)).Count > 0)
        {
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }

        _somebody.Dispose();
    }

    private async Task UntilAsync(string id, string state, CancellationToken cancellationToken) =>
        await Until.AsWantedAsync(
            async stop => (await _somebody.GetAsync("compute", $"/servers/{id}", stop))!["server"]!,
            server => server.Word("OS-EXT-STS:vm_state") == state && server.Word("OS-EXT-STS:task_state").Length == 0,
            Asking.Soon,
            cancellationToken);

    private async Task<List<JsonNode>> DetailsAsync(CancellationToken cancellationToken)
    {
        var all = await _somebody.GetAsync("compute", "/servers/detail?all_tenants=true", cancellationToken);
        return [.. all!["servers"]!.AsArray().OfType<JsonNode>()];
    }
}
