using System.Text.Json.Nodes;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Sync.Places;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Testing.OpenStack;

namespace Hcos.Benchmarks.OpenStack;

/// <summary>
/// A project of its own on a real OpenStack, whose servers its user stops and starts; HCOS reads the cloud's
/// notifications, or asks Nova what it wrote.
/// </summary>
internal sealed class TenantPlace : MeasuredPlace
{
    private const string Password = "bench-only";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly OpenStackOperator _tenant;
    private readonly List<string> _ids = [];

    private TenantPlace(OpenStackOperator tenant, NewEnvironment environment, string path)
    {
        (_tenant, Environment) = (tenant, environment);
        Name = $"real openstack, fake guests ({path})";
    }

    public override string Name { get; }

    public override NewEnvironment Environment { get; }

    public override IDriverFactory Drivers { get; } = new OpenStackDriverFactory();

    public override IReadOnlyList<string> Servers => [.. _ids.Select((_, index) => Server(index))];

    public override (string Changed, string Before) States => ("stopped", "running");

    /// <summary>Makes the project with its user and some servers, which run.</summary>
    public static async Task<TenantPlace> MakeAsync(
        OpenStackLab lab, bool isTold, int servers, CancellationToken cancellationToken)
    {
        var path = isTold ? "events" : "polling";
        var name = $"bench-{path}";
        using var somebody = await OpenStackOperator.SignInAsync(lab, cancellationToken);
        await MakeTenantAsync(somebody, name, cancellationToken);
        var endpoint = $"{lab.Identity}?project={name}&region={lab.Region}";
        var environment = isTold
            ? new NewEnvironment(name, "openstack", $"{endpoint}&notifications={lab.Broker}")
            {
                Account = (name, $"{Password}\namqp {lab.BrokerUser}:{lab.BrokerPassword}"),
            }
            : new NewEnvironment(name, "openstack", endpoint) { Account = (name, Password) };
        var place = new TenantPlace(
            await OpenStackOperator.SignInAsync(lab, name, Password, name, cancellationToken), environment, path);
        await place.MakeServersAsync(servers, cancellationToken);
        return place;
    }

    public override async Task ChangeAsync(int server, bool isBack)
    {
        await _tenant.PostAsync(
            "compute",
            $"/servers/{_ids[server]}/action",
            new JsonObject { [isBack ? "os-start" : "os-stop"] = null },
            CancellationToken.None);
        await UntilAsync(_ids[server], isBack ? "ACTIVE" : "SHUTOFF", CancellationToken.None);
    }

    public override ValueTask DisposeAsync()
    {
        _tenant.Dispose();
        return base.DisposeAsync();
    }

    private static async Task MakeTenantAsync(
        OpenStackOperator somebody, string name, CancellationToken cancellationToken)
    {
        async Task<string> MakeAsync(string kind, JsonObject what)
        {
            var made = await somebody.PostAsync(
                "identity", $"/{kind}s", new JsonObject { [kind] = what }, cancellationToken);
            return Id(made![kind]!);
        }

        var project = await MakeAsync("project", new() { ["name"] = name, ["domain_id"] = "default" });
        var user = await MakeAsync(
            "user", new() { ["name"] = name, ["domain_id"] = "default", ["password"] = Password });
        var roles = await somebody.GetAsync("identity", "/roles?name=member", cancellationToken);
        await somebody.SendAsync(
            HttpMethod.Put,
            "identity",
            $"/projects/{project}/users/{user}/roles/{Id(roles!["roles"]![0]!)}",
            null,
            cancellationToken);
    }

    private string Server(int index) => $"{Environment.Name}-{index + 1}";

    private async Task MakeServersAsync(int servers, CancellationToken cancellationToken)
    {
        var images = await _tenant.GetAsync("image", "/v2/images?name=lab-image", cancellationToken);
        var flavors = await _tenant.GetAsync("compute", "/flavors", cancellationToken);
        var tiny = flavors!["flavors"]!.AsArray().First(one => one!["name"]!.GetValue<string>() == "lab.tiny")!;
        for (var index = 0; index < servers; index++)
        {
            var wanted = new JsonObject
            {
                ["name"] = Server(index),
                ["networks"] = "none",
                ["imageRef"] = Id(images!["images"]![0]!),
                ["flavorRef"] = Id(tiny),
            };
            var made = await _tenant.PostAsync(
                "compute", "/servers", new JsonObject { ["server"] = wanted }, cancellationToken);
            _ids.Add(Id(made!["server"]!));
        }

        foreach (var id in _ids) await UntilAsync(id, "ACTIVE", cancellationToken);
    }

    private async Task UntilAsync(string id, string status, CancellationToken cancellationToken)
    {
        while ((await _tenant.GetAsync("compute", $"/servers/{id}", cancellationToken))!["server"]!["status"]!
            .GetValue<string>() != status)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static string Id(JsonNode found) => found["id"]!.GetValue<string>();
}
