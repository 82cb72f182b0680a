using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>What machines and disks of a Hyper-V host say of where they come from.</summary>
public sealed class HyperVMarkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Machines_and_disks_say_for_which_server_they_were_made_and_those_of_others_say_nothing()
    {
        await using var world = await HyperVWorld.StartAsync();
        var specs = Enumerable.Range(1, 3).Select(HyperVWorld.Spec).ToList();
        foreach (var spec in specs) await world.Driver.EnsureAsync(spec, Token);
        var copy = world.Endpoint.Outside.Copy(world.Endpoint.Outside.FindByNotes(specs[0].Id.ToString())!);
        var other = world.Endpoint.Outside.Create("other");
        world.Endpoint.Outside.Remove(world.Endpoint.Outside.FindByNotes(specs[2].Id.ToString())!);

        var servers = await ListAsync(world, ResourceKind.Server);
        var disks = await ListAsync(world, ResourceKind.Volume);

        Assert.Equal(specs[0].Id, servers[specs[0].Id.ToString()].MadeFor);
        Assert.Equal(specs[0].Id, servers[copy].MadeFor);
        Assert.Null(servers[other].MadeFor);
        Assert.DoesNotContain(specs[2].Id.ToString(), servers.Keys);
        Assert.Equal(specs[2].Id, disks[$"disks/{specs[2].Id}.vhdx"].MadeFor);
    }

    [Fact]
    public async Task A_machine_of_others_leaves_its_disks_and_a_copy_leaves_the_original_its_own()
    {
        await using var world = await HyperVWorld.StartAsync();
        var spec = HyperVWorld.Spec(1);
        await world.Driver.EnsureAsync(spec, Token);
        var copy = world.Endpoint.Outside.Copy(world.Endpoint.Outside.FindByNotes(spec.Id.ToString())!);
        var other = world.Endpoint.Outside.Create("other", "hcos-guest");
        var before = (await ListAsync(world, ResourceKind.Volume)).Keys.Order(StringComparer.Ordinal).ToList();

        foreach (var machine in new[] { copy, other })
        {
            await world.Driver.DeleteAsync(new(ResourceKind.Server, machine), Token);
        }

        Assert.Equal([spec.Id.ToString()], (await ListAsync(world, ResourceKind.Server)).Keys);
        Assert.Equal(before, (await ListAsync(world, ResourceKind.Volume)).Keys.Order(StringComparer.Ordinal));
    }

    private static async Task<Dictionary<string, ResourceObject>> ListAsync(HyperVWorld world, ResourceKind kind)
    {
        var listed = new Dictionary<string, ResourceObject>(StringComparer.Ordinal);
        await foreach (var item in world.Driver.ListAsync(kind, Token)) listed.Add(item.Key.NativeId, item);
        return listed;
    }
}
