using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>Capacity of hypervisors by Placement, and by Nova where Placement says nothing.</summary>
public sealed class OpenStackPlacementTests
{
    private static readonly OpenStackEndpointOptions Cloud = OpenStackWorld.Cloud with
    {
        Processors = 4,
        ProcessorRatio = 2.5,
        Mebibytes = 4096,
        ReservedMebibytes = 96,
        MemoryRatio = 1.5,
        Gibibytes = 100,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_has_what_is_not_reserved_times_what_the_cloud_allows_beyond()
    {
        await using var world = await OpenStackWorld.StartAsync(Cloud);
        var made = await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(1), Token);
        var hosts = await ListAsync(world, ResourceKind.Host);
        var pools = await ListAsync(world, ResourceKind.StoragePool);

        Assert.Equal(2, hosts.Count);
        Assert.All(hosts, host => Assert.Equal((10, 6000L << 20), (host.Host!.Vcpus, host.Host.MemoryBytes)));
        Assert.All(hosts, host => Assert.Equal("x86_64", host.Host!.Architecture));
        var used = Assert.Single(pools, pool => pool.StoragePool!.Host == made.Server!.Host).StoragePool!;
        Assert.Equal((100L << 30, 99L << 30), (used.CapacityBytes, used.AvailableBytes));
        Assert.Equal(hosts[0].Native, (await world.Driver.ReadAsync(hosts[0].Key, Token))!.Native);
    }

    [Fact]
    public async Task A_host_without_a_processor_left_is_asked_for_by_itself_and_shown_the_same()
    {
        await using var world = await OpenStackWorld.StartAsync(Cloud with { Hypervisors = ["only"] });
        var before = Assert.Single(await ListAsync(world, ResourceKind.Host));
        for (var number = 1; number <= 5; number++)
        {
            await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(number), Token);
        }

        world.Endpoint.Mischief.Listen();
        var after = Assert.Single(await ListAsync(world, ResourceKind.Host));
        Assert.Contains("GET resource_providers/inventories", world.Endpoint.Mischief.Heard());
        Assert.Equal(before.Host, after.Host);
        Assert.Equal(before.Native, after.Native);
        var full = await Assert.ThrowsAsync<DriverException>(
            () => world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(6), Token));
        Assert.Equal(DriverFailure.Exhausted, full.Failure);
    }

    [Theory]
    [InlineData(false, "admin")]
    [InlineData(true, "service")]
    public async Task Where_there_is_no_Placement_or_it_refuses_who_asks_Nova_says_what_a_host_has(
        bool hasPlacement, string role)
    {
        await using var world = await OpenStackWorld.StartAsync(
            Cloud with { HasPlacement = hasPlacement, PlacementRole = role });
        var host = (await ListAsync(world, ResourceKind.Host))[0];
        var pool = (await ListAsync(world, ResourceKind.StoragePool))[0];

        Assert.Equal((4, 4096L << 20), (host.Host!.Vcpus, host.Host.MemoryBytes));
        Assert.Equal((100L << 30, 100L << 30), (pool.StoragePool!.CapacityBytes, pool.StoragePool.AvailableBytes));
    }

    [Theory]
    [InlineData(Interference.Reset)]
    [InlineData(Interference.ServerError)]
    [InlineData(Interference.Hang)]
    [InlineData(Interference.Malformed)]
    public async Task A_Placement_that_does_not_answer_makes_no_host_smaller_or_larger(Interference what)
    {
        await using var world = await OpenStackWorld.StartAsync(Cloud);
        // A connection that was lost is made again once.
        if (what == Interference.Reset) world.Endpoint.Mischief.Plan("GET allocation_candidates", what);
        var failure = await world.InterferedAsync(
            "GET allocation_candidates", what, () => ListAsync(world, ResourceKind.Host));

        Assert.Equal(DriverFailure.Unavailable, failure);
        Assert.Equal(10, (await ListAsync(world, ResourceKind.Host))[0].Host!.Vcpus);
    }

    [Fact]
    public void What_parts_of_a_hypervisor_have_counts_for_the_whole()
    {
        var figures = PlacementFigures.OfSummaries(Json.Parse(
            """
            {"root": {"resources": {"MEMORY_MB": {"capacity": 100, "used": 1}}, "root_provider_uuid": "root"},
             "numa0": {"resources": {"VCPU": {"capacity": 8, "used": 2}}, "root_provider_uuid": "root"},
             "numa1": {"resources": {"VCPU": {"capacity": 8, "used": 3}}, "root_provider_uuid": "root"},
             "shared": {"resources": {"DISK_GB": {"capacity": 9, "used": 0}}, "root_provider_uuid": "shared"}}
            """u8.ToArray()));
        var hypervisor = figures["root"].AddedTo(Json.Parse("""{"id": "root"}"""u8.ToArray()));

        Assert.Equal(2, figures.Count);
        Assert.Equal(16, PlacementFigures.CapacityIn(hypervisor, PlacementFigures.Processors));
        Assert.Equal(5, PlacementFigures.UsedIn(hypervisor, PlacementFigures.Processors));
        Assert.Null(PlacementFigures.CapacityIn(hypervisor, PlacementFigures.Disk));
    }

    private static async Task<List<ResourceObject>> ListAsync(OpenStackWorld world, ResourceKind kind)
    {
        var listed = new List<ResourceObject>();
        await foreach (var one in world.Driver.ListAsync(kind, Token)) listed.Add(one);
        return listed;
    }
}
