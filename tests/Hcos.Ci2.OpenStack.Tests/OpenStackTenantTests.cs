using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Contracts.Arml.Resources;
using Hcos.Testing.OpenStack;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>A plain tenant with a quota, by password and by application credential.</summary>
[Trait("Needs", "openstack")]
public sealed class OpenStackTenantTests : IAsyncLifetime
{
    private const string Password = "planted-tenant-secret";

    private readonly string _name = $"tenant-{Environment.ProcessId}";
    private OpenStackOperator _operator = null!;
    private string _project = "";
    private string _user = "";

    private static OpenStackLab Lab => OpenStackLab.Current;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _operator = await OpenStackOperator.SignInAsync(Lab, Token);
        _project = await MakeAsync("project", new() { ["name"] = _name, ["domain_id"] = "default" });
        _user = await MakeAsync(
            "user", new() { ["name"] = _name, ["domain_id"] = "default", ["password"] = Password });
        var roles = await _operator.GetAsync("identity", "/roles?name=member", Token);
        var role = OpenStackFixture.Id(roles!["roles"]![0]!);
        await _operator.SendAsync(
            HttpMethod.Put, "identity", $"/projects/{_project}/users/{_user}/roles/{role}", null, Token);
        await _operator.SendAsync(
            HttpMethod.Put,
            "compute",
            $"/os-quota-sets/{_project}",
            new JsonObject { ["quota_set"] = new JsonObject { ["cores"] = 7, ["ram"] = 2048, ["instances"] = 1 } },
            Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _operator.SendAsync(HttpMethod.Delete, "identity", $"/users/{_user}", null, CancellationToken.None);
        await _operator.SendAsync(
            HttpMethod.Delete, "identity", $"/projects/{_project}", null, CancellationToken.None);
        _operator.Dispose();
    }

    [Fact]
    public async Task A_tenant_sees_its_project_as_the_host_and_can_make_a_server_within_its_quota()
    {
        await using var driver = Connect($"project={_name}&region={Lab.Region}", _name, Password);
        var host = Assert.Single(await ListAsync(driver, ResourceKind.Host));
        Assert.Equal((_project, 7, 2048L << 20), (host.Key.NativeId, host.Host!.Vcpus, host.Host.MemoryBytes));

        var spec = Spec(1, host.Key.NativeId);
        var made = await driver.EnsureAsync(spec, Token);
        Assert.Equal((ResourceState.Stopped, _project), (made.State, made.Server!.Host));
        Assert.Equal(made.Key, Assert.Single(await ListAsync(driver, ResourceKind.Server)).Key);
        Assert.Contains(made.Server.Volumes[0], (await ListAsync(driver, ResourceKind.Volume))
            .Select(volume => volume.Key.NativeId));

        var full = await Assert.ThrowsAsync<DriverException>(() => driver.EnsureAsync(Spec(2, null), Token));
        Assert.Equal(DriverFailure.Exhausted, full.Failure);
        var odd = Spec(3, null) with { Server = spec.Server! with { Vcpus = 3 } };
        var unsized = await Assert.ThrowsAsync<DriverException>(() => driver.EnsureAsync(odd, Token));
        Assert.Equal(DriverFailure.Invalid, unsized.Failure);

        await driver.DeleteAsync(made.Key, Token);
        Assert.Empty(await ListAsync(driver, ResourceKind.Server));
    }

    [Fact]
    public async Task An_application_credential_serves_as_well_and_a_wrong_one_is_denied()
    {
        var (id, secret) = await CredentialAsync();
        var settings = $"auth=application-credential&region={Lab.Region}";
        await using (var driver = Connect(settings, id, secret))
        {
            var status = await driver.ProbeAsync(Token);
            Assert.Contains(_project, status.NativeIdentity, StringComparison.Ordinal);
            Assert.Contains("member", status.Scope, StringComparison.Ordinal);
        }

        await using var wrong = Connect(settings, id, "planted-wrong-secret");
        var denied = await Assert.ThrowsAsync<DriverException>(() => wrong.ProbeAsync(Token));
        Assert.Equal(DriverFailure.Denied, denied.Failure);
        Assert.DoesNotContain("planted", denied.ToString(), StringComparison.Ordinal);
    }

    private static IResourceDriver Connect(string settings, string user, string secret) =>
        new OpenStackDriverFactory().Create(
            new($"{Lab.Identity}?{settings}", user, secret, null, TimeProvider.System));

    // A flavor of the lab fits: a tenant makes none.
    private ResourceSpec Spec(int number, string? host) => new(
        new(new Guid(96, (short)number, 9, 9, 9, 9, 9, 9, 9, 9, 9)), ResourceKind.Server, $"{_name}-{number}")
    {
        Server = new(1, 64 << 20, Image: "lab-image", Network: "lab-net", Host: host),
    };

    private async Task<string> MakeAsync(string kind, JsonObject what)
    {
        var made = await _operator.PostAsync("identity", $"/{kind}s", new JsonObject { [kind] = what }, Token);
        return OpenStackFixture.Id(made![kind]!);
    }

    // Only the user itself may make one.
    private async Task<(string Id, string Secret)> CredentialAsync()
    {
        using var tenant = await OpenStackOperator.SignInAsync(Lab, _name, Password, _name, Token);
        var wanted = new JsonObject { ["application_credential"] = new JsonObject { ["name"] = "hcos" } };
        var made = await tenant.PostAsync(
            "identity", $"/users/{_user}/application_credentials", wanted, Token);
        var credential = made!["application_credential"]!;
        return (OpenStackFixture.Id(credential), credential["secret"]!.GetValue<string>());
    }

    private static async Task<List<ResourceObject>> ListAsync(IResourceDriver driver, ResourceKind kind)
    {
        var listed = new List<ResourceObject>();
        await foreach (var one in driver.ListAsync(kind, Token)) listed.Add(one);
        return listed;
    }
}
