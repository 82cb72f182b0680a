using System.Text.Json.Nodes;
using Hcos.Ci2.Conformance;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Contracts.Arml.Resources;
using Hcos.Testing.OpenStack;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>
/// The conformance suite's view of a real OpenStack. The catalogue gets a region of its own whose addresses are relays,
/// so that all that the driver says goes over a wire that can be cut.
/// </summary>
public class OpenStackFixture : DriverFixture
{
    private const string GuestSecret = "planted-guest-secret";

    private readonly OpenStackWire _wire = new();
    private RelayedRegion? _region;
    private IResourceDriver? _driver;

    public override IResourceDriver Driver => _driver!;

    public override DriverWire Wire => _wire;

    public override IReadOnlyList<string> PlantedSecrets { get; } = [GuestSecret, OpenStackLab.Current.Password];

    // A create is two seconds of the lab's time: few points, close together where a change is sent.
    public override IReadOnlyList<int> CutPoints { get; } = [1, 4, 10, 15, 16, 18, 20, 22, 26, 34, 60];

    public override IReadOnlyList<int> StartCutPoints { get; } = [1, 2, 3, 4, 5, 7, 20];

    public override TimeSpan Patience => TimeSpan.FromSeconds(90);

    public override bool WritesTheMatrix => true;

    // Its hypervisor runs nothing: what guests do, and what their disks say, was not seen.
    public override string? Peer(EnvironmentStatus probed) => $"{probed.Version}, fake guests";

    // Nova makes no server without an image.
    public override ServerSpec BareServer { get; } = new(1, 64 << 20, Image: "lab-image");

    public override ServerSpec ServerWithImage { get; } = new(
        1, 128 << 20, Image: "lab-image", Network: "lab-net", UserData: $"#cloud-config\npassword: {GuestSecret}\n");

    // The guest driver says so in place of every guest, whether it runs or not.
    public override string? ConsoleSays => "LAST LINE";

    public override bool RunsWhatItMakes => true;

    // Nova asks the guest, waits for it, and then takes its power away.
    public override ResourceState AfterUnheardShutdown => ResourceState.Stopped;

    internal OpenStackOperator Operator => _region!.Operator;

    public override async ValueTask InitializeAsync()
    {
        _region = await RelayedRegion.OpenAsync("relayed", _wire.Through, CancellationToken.None);
        _driver = new OpenStackDriverFactory(new() { PollInterval = TimeSpan.FromSeconds(1) }).Create(
            new(_region.Endpoint, OpenStackLab.Current.UserName, OpenStackLab.Current.Password, null,
                TimeProvider.System)
            {
                Calls = Calls,
            });
    }

    public override async Task DestroyBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var server = await ServerAsync(key, cancellationToken);
        if (server["OS-EXT-STS:vm_state"]!.GetValue<string>() == "paused")
        {
            await ActAsync(server, "unpause", "active", cancellationToken);
        }

        await ActAsync(server, "os-stop", "stopped", cancellationToken);
    }

    public override async Task SuspendBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        await ActAsync(await ServerAsync(key, cancellationToken), "pause", "paused", cancellationToken);

    public override async Task RemoveBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var id = Id(await ServerAsync(key, cancellationToken));
        await Operator.SendAsync(HttpMethod.Delete, "compute", $"/servers/{id}", null, cancellationToken);
        while ((await ServersAsync(cancellationToken)).Any(server => Id(server) == id))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }

    public override async Task<ResourceKey> CreateBehindAsync(string name, CancellationToken cancellationToken)
    {
        var image = await Operator.GetAsync("image", "/v2/images?name=lab-image", cancellationToken);
        var flavors = await Operator.GetAsync("compute", "/flavors", cancellationToken);
        var made = await Operator.PostAsync(
            "compute",
            "/servers",
            new JsonObject
            {
                ["server"] = new JsonObject
                {
                    ["name"] = name,
                    ["networks"] = "none",
                    ["imageRef"] = image!["images"]![0]!["id"]!.GetValue<string>(),
                    ["flavorRef"] = flavors!["flavors"]!.AsArray().Select(Id!).Order(StringComparer.Ordinal).First(),
                }
            },
            cancellationToken);
        var server = made!["server"]!;
        await UntilAsync(server, "active", cancellationToken);
        await ActAsync(server, "os-stop", "stopped", cancellationToken);
        return new(ResourceKind.Server, Id(server));
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await _region!.DisposeAsync();
        await _wire.DisposeAsync();
    }

    /// <summary>All servers, as the cloud tells somebody else.</summary>
    internal async Task<List<JsonNode>> ServersAsync(CancellationToken cancellationToken)
    {
        var all = await Operator.GetAsync("compute", "/servers/detail?all_tenants=true", cancellationToken);
        return [.. all!["servers"]!.AsArray().OfType<JsonNode>()];
    }

    internal static string Id(JsonNode found) => found["id"]!.GetValue<string>();

    private async Task<JsonNode> ServerAsync(ResourceKey key, CancellationToken cancellationToken) =>
        (await ServersAsync(cancellationToken)).First(
            server => Id(server) == key.NativeId
                || server["metadata"]!["hcos-server"]?.GetValue<string>() == key.NativeId);

    private async Task ActAsync(
        JsonNode server, string action, string until, CancellationToken cancellationToken)
    {
        await Operator.PostAsync(
            "compute", $"/servers/{Id(server)}/action", new JsonObject { [action] = null }, cancellationToken);
        await UntilAsync(server, until, cancellationToken);
    }

    private async Task UntilAsync(JsonNode server, string state, CancellationToken cancellationToken)
    {
        while (!(await ServersAsync(cancellationToken)).Any(
            one => Id(one) == Id(server) && one["OS-EXT-STS:vm_state"]!.GetValue<string>() == state
                && one["OS-EXT-STS:task_state"] is null))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }
}
