using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Contracts.Arml.Resources;
using Hcos.Testing.OpenStack;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>Each change of a server's life, gone wrong in each way, on a real OpenStack.</summary>
[Trait("Needs", "openstack")]
public sealed class OpenStackLossTests : IAsyncLifetime
{
    private static readonly string[] Making =
        ["POST /v2.0/ports", "POST /v2.1/servers HTTP", "/action HTTP", "DELETE /v2.1/servers", "GET /v2.1/servers"];

    private readonly MischiefPlan _plan = new();
    private readonly List<FaultyRelay> _relays = [];
    private readonly Dictionary<int, Uri> _through = [];
    private RelayedRegion _region = null!;
    private IResourceDriver _driver = null!;

    public static TheoryData<Mischief> Ways => [.. Enum.GetValues<Mischief>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _region = await RelayedRegion.OpenAsync("faulty", Through, Token);
        _driver = Connect(null);
    }

    public async ValueTask DisposeAsync()
    {
        await _driver.DisposeAsync();
        await _region.DisposeAsync();
        foreach (var relay in _relays) await relay.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_create_that_is_repeated_after_any_wrong_answer_makes_one_server(Mischief what)
    {
        var number = 0;
        await using var driver = Connect(null, what);
        foreach (var request in Making)
        {
            var spec = Spec((int)what, ++number);
            _plan.Plan(line => line.Contains(request, StringComparison.Ordinal), what);
            var failure = await FailureAsync(() => driver.EnsureAsync(spec, Token));
            Assert.False(_plan.Calm(), $"no {request} was sent: {failure}");
            Assert.True(IsAllowed(failure), $"{what} of {request}: {failure}");
            if (failure == DriverFailure.Unavailable) Assert.Empty(await CopiesAsync(spec));

            var made = await _driver.EnsureAsync(spec, Token);
            Assert.Equal(ResourceState.Stopped, made.State);
            var copy = Assert.Single(await CopiesAsync(spec));
            Assert.Equal("stopped", copy["OS-EXT-STS:vm_state"]!.GetValue<string>());
            Assert.Single(await PortsAsync(spec));
            await _driver.DeleteAsync(made.Key, Token);
            Assert.Empty(await CopiesAsync(spec));
            Assert.Empty(await PortsAsync(spec));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_start_and_a_delete_that_are_repeated_after_any_wrong_answer_do_what_they_say(Mischief what)
    {
        var spec = Spec((int)what, 20);
        var made = await _driver.EnsureAsync(spec, Token);
        await using var driver = Connect(null, what);
        var power = (IPowerDriver)driver;
        _plan.Plan(line => line.Contains("/action HTTP", StringComparison.Ordinal), what);
        var failure = await FailureAsync(() => power.PowerAsync(made.Key, PowerAction.Start, Token));
        Assert.False(_plan.Calm());
        Assert.True(IsAllowed(failure), $"{what} of a start: {failure}");
        Assert.Equal(ResourceState.Running, (await power.PowerAsync(made.Key, PowerAction.Start, Token)).State);

        _plan.Plan(line => line.StartsWith("DELETE /v2.1/servers", StringComparison.Ordinal), what);
        failure = await FailureAsync(() => driver.DeleteAsync(made.Key, Token));
        Assert.False(_plan.Calm());
        Assert.True(IsAllowed(failure), $"{what} of a delete: {failure}");
        await _driver.DeleteAsync(made.Key, Token);
        Assert.Empty(await CopiesAsync(spec));
        Assert.Empty(await PortsAsync(spec));
    }

    [Theory]
    [InlineData(Mischief.TokenRefused)]
    [InlineData(Mischief.Busy)]
    public async Task A_read_that_is_to_come_again_comes_again(Mischief what)
    {
        _plan.Plan(line => line.StartsWith("GET /v2.1/os-hypervisors", StringComparison.Ordinal), what);
        var hosts = 0;
        await foreach (var host in _driver.ListAsync(ResourceKind.Host, Token)) hosts++;

        Assert.False(_plan.Calm());
        Assert.True(hosts >= 2);
    }

    [Fact]
    public async Task Fifty_creates_whose_answers_are_lost_make_no_second_copy()
    {
        for (var number = 0; number < 50; number++)
        {
            // Every other one without a network: nothing but the mark tells it then.
            var spec = Spec(99, number, number % 2 == 0 ? "lab-net" : null);
            _plan.Plan(line => line.StartsWith("POST /v2.1/servers HTTP", StringComparison.Ordinal),
                Mischief.LoseAnswer);
            Assert.Equal(
                DriverFailure.Uncertain, await FailureAsync(() => _driver.EnsureAsync(spec, Token)));
            Assert.False(_plan.Calm());

            var made = await _driver.EnsureAsync(spec, Token);
            Assert.Equal(ResourceState.Stopped, made.State);
            Assert.Single(await CopiesAsync(spec));
            await _driver.DeleteAsync(made.Key, Token);
            Assert.Empty(await CopiesAsync(spec));
        }
    }

    [Fact]
    public async Task A_launch_whose_answer_is_lost_is_repeated_without_a_second_copy()
    {
        var launching = (ILaunchDriver)_driver;
        for (var number = 0; number < 10; number++)
        {
            var spec = Spec(96, number, number % 2 == 0 ? "lab-net" : null);
            _plan.Plan(line => line.StartsWith("POST /v2.1/servers HTTP", StringComparison.Ordinal),
                Mischief.LoseAnswer);
            Assert.Equal(
                DriverFailure.Uncertain, await FailureAsync(() => launching.LaunchAsync(spec, Token)));
            Assert.False(_plan.Calm());

            var made = await launching.LaunchAsync(spec, Token);
            Assert.Equal(ResourceState.Running, made.State);
            var copy = Assert.Single(await CopiesAsync(spec));
            Assert.Equal("active", copy["OS-EXT-STS:vm_state"]!.GetValue<string>());
            await _driver.DeleteAsync(made.Key, Token);
            Assert.Empty(await CopiesAsync(spec));
        }
    }

    [Fact]
    public async Task A_second_copy_that_came_late_is_shown_apart_and_removed_before_anybody_is_told_done()
    {
        var spec = Spec(98, 1, network: null);
        var made = await _driver.EnsureAsync(spec, Token);
        var original = Assert.Single(await CopiesAsync(spec));
        await _region.Operator.PostAsync("compute", "/servers", Late(spec, original), Token);

        var keys = new List<string>();
        await foreach (var one in _driver.ListAsync(ResourceKind.Server, Token)) keys.Add(one.Key.NativeId);
        Assert.Single(keys, key => key == made.Key.NativeId);
        Assert.Equal(2, (await CopiesAsync(spec)).Count);

        await _driver.EnsureAsync(spec, Token);
        Assert.Equal(
            OpenStackFixture.Id(original), OpenStackFixture.Id(Assert.Single(await CopiesAsync(spec))));
        await _driver.DeleteAsync(made.Key, Token);
    }

    [Fact]
    public async Task A_create_that_comes_after_its_port_was_removed_is_refused_by_OpenStack()
    {
        var spec = Spec(97, 1);
        var made = await _driver.EnsureAsync(spec, Token);
        var original = Assert.Single(await CopiesAsync(spec));
        var port = OpenStackFixture.Id(Assert.Single(await PortsAsync(spec)));
        await _driver.DeleteAsync(made.Key, Token);

        var late = Late(spec, original);
        late["server"]!["networks"] = new JsonArray(new JsonObject { ["port"] = port });
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _region.Operator.PostAsync("compute", "/servers", late, Token));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await CopiesAsync(spec));
    }

    [Fact]
    public async Task A_create_without_a_network_that_comes_after_its_permit_was_withdrawn_is_refused_by_OpenStack()
    {
        var spec = Spec(94, 1, network: null);
        var made = await _driver.EnsureAsync(spec, Token);
        var original = Assert.Single(await CopiesAsync(spec));
        var permit = await _region.Operator.PostAsync(
            "network",
            "/v2.0/security-groups",
            new JsonObject { ["security_group"] = new JsonObject { ["name"] = $"hcos-server.{spec.Id}" } },
            Token);
        await _driver.DeleteAsync(made.Key, Token);

        var late = Late(spec, original);
        late["server"]!["security_groups"] = new JsonArray(new JsonObject
        {
            ["name"] = OpenStackFixture.Id(permit!["security_group"]!),
        });
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _region.Operator.PostAsync("compute", "/servers", late, Token));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await CopiesAsync(spec));
    }

    [Theory]
    [InlineData(0, DriverFailure.Unavailable)]
    [InlineData(1, DriverFailure.Uncertain)]
    public async Task Nothing_more_is_sent_once_another_process_serves_the_environment(
        int changes, DriverFailure failure)
    {
        var spec = Spec(95, changes);
        await using var driver = Connect(_ => changes-- > 0
            ? Task.CompletedTask
            : throw new DriverException(DriverFailure.Unavailable, "another process serves the environment now"));
        Assert.Equal(failure, await FailureAsync(() => driver.EnsureAsync(spec, Token)));

        Assert.Empty(await CopiesAsync(spec));
        await _driver.DeleteAsync(_driver.KeyOf(spec), Token);
        Assert.Empty(await PortsAsync(spec));
    }

    // What never answers is not waited for as long as a busy cloud may need.
    private static TimeSpan Patience(Mischief what) =>
        TimeSpan.FromSeconds(what is Mischief.Hang or Mischief.HangAfterActing or Mischief.SlowDrip ? 15 : 60);

    private IResourceDriver Connect(
        Func<CancellationToken, Task>? beforeChange, Mischief what = Mischief.LoseAnswer) =>
        new OpenStackDriverFactory(new() { RequestTimeout = Patience(what) }).Create(new(
            _region.Endpoint, OpenStackLab.Current.UserName, OpenStackLab.Current.Password, null, TimeProvider.System)
        {
            BeforeChange = beforeChange,
        });

    private static JsonObject Late(ResourceSpec spec, JsonNode original) => new()
    {
        ["server"] = new JsonObject
        {
            ["name"] = spec.Name,
            ["imageRef"] = original["image"]!["id"]!.GetValue<string>(),
            ["flavorRef"] = "hcos-1-96-1",
            ["networks"] = "none",
            ["tags"] = new JsonArray($"hcos-server.{spec.Id}"),
            ["metadata"] = new JsonObject { ["hcos-server"] = spec.Id.ToString(), ["hcos-making"] = "true" },
        },
    };

    private Uri Through(Uri target)
    {
        if (!_through.TryGetValue(target.Port, out var address))
        {
            var relay = new FaultyRelay(target, _plan);
            _relays.Add(relay);
            _through[target.Port] = address = relay.Address;
        }

        return new UriBuilder(target) { Port = address.Port }.Uri;
    }

    private static ResourceSpec Spec(int series, int number, string? network = "lab-net") =>
        new(new(new Guid(series, (short)number, 9, 9, 9, 9, 9, 9, 9, 9, 9)), ResourceKind.Server,
            $"loss-{series}-{number}")
        {
            Server = new(1, 96 << 20, Image: "lab-image", Network: network),
        };

    /// <summary>All servers of a name but those that Nova has deleted and is about to forget.</summary>
    private async Task<List<JsonNode>> CopiesAsync(ResourceSpec spec)
    {
        var all = await _region.Operator.GetAsync("compute", "/servers/detail?all_tenants=true", Token);
        return [.. all!["servers"]!.AsArray().OfType<JsonNode>()
            .Where(server => server["name"]!.GetValue<string>() == spec.Name
                && server["OS-EXT-STS:vm_state"]?.GetValue<string>() != "deleted")];
    }

    private async Task<List<JsonNode>> PortsAsync(ResourceSpec spec)
    {
        var all = await _region.Operator.GetAsync("network", $"/v2.0/ports?name=hcos-server.{spec.Id}", Token);
        return [.. all!["ports"]!.AsArray().OfType<JsonNode>()];
    }

    private static bool IsAllowed(DriverFailure? failure) =>
        failure is null or DriverFailure.Unavailable or DriverFailure.Uncertain;

    private static async Task<DriverFailure?> FailureAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (DriverException failed)
        {
            Assert.DoesNotContain(OpenStackLab.Current.Password, failed.ToString(), StringComparison.Ordinal);
            return failed.Failure;
        }
    }
}
