using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>Creates that arrive when nobody waits for them any more, with a network and without.</summary>
public sealed class LateCreateTests
{
    private static readonly string[] Permitting =
    [
        "GET security-groups", "POST security-groups", "POST servers", "DELETE security-groups",
        "DELETE servers/metadata",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Interference> Ways => [.. Enum.GetValues<Interference>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_create_without_a_network_that_is_repeated_after_any_wrong_answer_leaves_one_server(
        Interference what)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var number = 0;
        foreach (var verb in Permitting)
        {
            var spec = OpenStackWorld.SpecOfItsOwnSize(++number, network: null);
            var failure = await world.InterferedAsync(verb, what, () => world.Driver.EnsureAsync(spec, Token));
            Assert.True(OpenStackWorld.IsAllowed(failure), $"{what} of {verb}: {failure}");

            var made = await world.Driver.EnsureAsync(spec, Token);
            await world.Endpoint.Mischief.LetGoAsync(Token);
            Assert.Equal(ResourceState.Stopped, made.State);
            Assert.Equal("stopped", Assert.Single(world.Endpoint.Outside.Look()).State);
            await world.Driver.DeleteAsync(made.Key, Token);
            world.AssertNothingLeft();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("default")]
    public async Task A_create_that_arrives_after_another_one_made_the_server_makes_no_second(string? network)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var spec = OpenStackWorld.Spec(1, network);
        await GiveUpCreateAsync(world, spec);
        var made = await world.Driver.EnsureAsync(spec, Token);

        Assert.Equal(1, await world.Endpoint.Mischief.LetGoAsync(Token));

        Assert.Single(world.Endpoint.Outside.Look());
        Assert.Equal([made.Key], await ListedAsync(world));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("default")]
    public async Task A_create_that_arrives_after_the_server_was_deleted_is_refused(string? network)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var spec = OpenStackWorld.Spec(1, network);
        await GiveUpCreateAsync(world, spec);
        await world.Driver.DeleteAsync(world.Driver.KeyOf(spec), Token);

        Assert.Equal(1, await world.Endpoint.Mischief.LetGoAsync(Token));

        world.AssertNothingLeft();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("default")]
    public async Task Of_several_creates_that_were_given_up_only_the_last_one_can_make_the_server(string? network)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var spec = OpenStackWorld.Spec(1, network);
        for (var times = 0; times < 3; times++) await GiveUpCreateAsync(world, spec);

        Assert.Equal(3, await world.Endpoint.Mischief.LetGoAsync(Token));

        Assert.Single(world.Endpoint.Outside.Look());
        Assert.Equal(ResourceState.Stopped, (await world.Driver.EnsureAsync(spec, Token)).State);
        Assert.Single(world.Endpoint.Outside.Look());
    }

    [Fact]
    public async Task A_tenant_who_may_choose_no_hardware_address_makes_no_second_server_either()
    {
        await using var world = await OpenStackWorld.StartAsTenantAsync();
        var spec = OpenStackWorld.Spec(1) with
        {
            Server = new(1, 512 << 20, Image: "hcos-guest", Network: "default", DiskBytes: 1L << 30),
        };
        await GiveUpCreateAsync(world, spec);
        await world.Driver.EnsureAsync(spec, Token);

        Assert.Equal(1, await world.Endpoint.Mischief.LetGoAsync(Token));

        Assert.Single(world.Endpoint.Outside.Look());
        Assert.Single(world.Endpoint.Outside.Ports);
    }

    [Fact]
    public async Task A_create_for_another_port_is_refused_once_the_server_gets_a_new_one()
    {
        await using var world = await OpenStackWorld.StartAsync(
            OpenStackWorld.Cloud with { Networks = ["default", "other"] });
        await GiveUpCreateAsync(world, OpenStackWorld.Spec(1));
        var made = await world.Driver.EnsureAsync(OpenStackWorld.Spec(1, network: "other"), Token);

        Assert.Equal(1, await world.Endpoint.Mischief.LetGoAsync(Token));

        Assert.Single(world.Endpoint.Outside.Look());
        Assert.Single(world.Endpoint.Outside.Ports);
        await world.Driver.DeleteAsync(made.Key, Token);
        world.AssertNothingLeft();
    }

    [Fact]
    public async Task While_no_permit_can_be_made_no_server_is()
    {
        await using var world = await OpenStackWorld.StartAsync(
            OpenStackWorld.Cloud with { MostSecurityGroups = 1 });
        var failed = await Assert.ThrowsAsync<DriverException>(
            () => world.Driver.EnsureAsync(OpenStackWorld.Spec(1, network: null), Token));

        Assert.Equal(DriverFailure.Exhausted, failed.Failure);
        Assert.Contains("security_group", failed.Message, StringComparison.Ordinal);
        Assert.Empty(world.Endpoint.Outside.Look());
    }

    private static async Task GiveUpCreateAsync(OpenStackWorld world, ResourceSpec spec) => Assert.Equal(
        DriverFailure.Uncertain,
        await world.InterferedAsync(
            "POST servers", Interference.ActWhenTold, () => world.Driver.EnsureAsync(spec, Token)));

    private static async Task<List<ResourceKey>> ListedAsync(OpenStackWorld world)
    {
        var listed = new List<ResourceKey>();
        await foreach (var server in world.Driver.ListAsync(ResourceKind.Server, Token)) listed.Add(server.Key);
        return listed;
    }
}
