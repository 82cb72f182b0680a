using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>Flavors, ports, floating addresses and security groups of a cloud, and what they cost to list.</summary>
public sealed class OpenStackNetworkingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_followed_from_its_floating_address_over_its_port_to_itself()
    {
        await using var world = await OpenStackWorld.StartAsync(
            OpenStackWorld.Cloud with { ExternalNetworks = ["outside"] });
        var made = await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(1), Token);
        var outside = Assert.Single(await ListAsync(world, ResourceKind.Network), one => one.Name == "outside");
        var port = Assert.Single(await ListAsync(world, ResourceKind.Port));
        await using var somebody = await SomebodyElse.SignInAsync(world.Endpoint.Identity, Token);
        await somebody.PostAsync("network/v2.0/floatingips", new JsonObject
        {
            ["floatingip"] = new JsonObject
            {
                ["floating_network_id"] = outside.Key.NativeId,
                ["port_id"] = port.Key.NativeId,
            },
        }, Token);

        var address = Assert.Single(await ListAsync(world, ResourceKind.FloatingAddress));
        Assert.Equal(
            new("203.0.113.1", outside.Key.NativeId, port.Key.NativeId), address.FloatingAddress);
        Assert.Equal((made.Key.NativeId, made.MadeFor), (port.Port!.Server, port.MadeFor));
        Assert.Equal(made.Server!.Addresses, port.Port.Addresses);
        var group = Assert.Single(await ListAsync(world, ResourceKind.SecurityGroup));
        Assert.Equal([group.Key.NativeId], port.Port.SecurityGroups);
        Assert.Contains(
            await ListAsync(world, ResourceKind.ServerSize),
            one => one.ServerSize == new ServerSize(2, made.Server.MemoryBytes, 1L << 30));
        foreach (var one in new[] { port, address, group })
        {
            Assert.Equal(one.Native, (await world.Driver.ReadAsync(one.Key, Token))!.Native);
        }
    }

    [Fact]
    public async Task A_port_that_came_late_is_shown_with_what_it_was_made_for_and_goes_when_that_is_removed()
    {
        await using var world = await OpenStackWorld.StartAsync();
        var spec = OpenStackWorld.SpecOfItsOwnSize(1);
        await world.InterferedAsync(
            "POST ports", Interference.ActWhenTold, () => world.Driver.EnsureAsync(spec, Token));
        await world.Driver.DeleteAsync(world.Driver.KeyOf(spec), Token);
        await world.Endpoint.Mischief.LetGoAsync(Token);

        var port = Assert.Single(await ListAsync(world, ResourceKind.Port));
        Assert.Equal((spec.Id, null), (port.MadeFor, port.Port!.Server));
        await world.Driver.DeleteAsync(world.Driver.KeyOf(spec), Token);
        Assert.Empty(await ListAsync(world, ResourceKind.Port));
    }

    [Fact]
    public async Task A_listing_of_everything_costs_few_requests_however_much_is_there()
    {
        await using var world = await OpenStackWorld.StartAsync();
        for (var number = 1; number <= 3; number++)
        {
            await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(number), Token);
        }

        var before = world.Endpoint.Mischief.Requests;
        foreach (var kind in world.Driver.Capabilities.Lists) await ListAsync(world, kind);

        Assert.Equal(19, world.Endpoint.Mischief.Requests - before);
    }

    private static async Task<List<ResourceObject>> ListAsync(OpenStackWorld world, ResourceKind kind)
    {
        var listed = new List<ResourceObject>();
        await foreach (var one in world.Driver.ListAsync(kind, Token)) listed.Add(one);
        return listed;
    }
}
