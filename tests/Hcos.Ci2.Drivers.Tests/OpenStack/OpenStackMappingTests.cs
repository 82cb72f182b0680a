using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

public sealed class OpenStackMappingTests
{
    private static readonly ResourceKey Web = new(ResourceKind.Server, "6f1f2a3b-0000-4000-8000-00000000abcd");

    [Theory]
    [InlineData("active", ResourceState.Running)]
    [InlineData("paused", ResourceState.Paused)]
    [InlineData("suspended", ResourceState.Suspended)]
    public void A_recorded_server_has_its_state(string recorded, ResourceState state) =>
        Assert.Equal(state, OpenStackMapping.Server(Web, Recorded.Server(recorded), Recorded.View()).State);

    [Fact]
    public void A_recorded_server_has_its_facts_and_the_host_it_is_on()
    {
        var web = OpenStackMapping.Server(Web, Recorded.Server("active"), Recorded.View());
        var hosts = Recorded.Items("hypervisors", "hypervisors").Select(OpenStackMapping.Host);
        var data = OpenStackMapping.Volume(Assert.Single(Recorded.Items("volumes", "volumes")));

        Assert.Equal("web", web.Name);
        Assert.Equal((1, 512L << 20), (web.Server!.Vcpus, web.Server.MemoryBytes));
        Assert.Contains(web.Server.Host, hosts.Select(host => host.Key.NativeId));
        Assert.StartsWith("10.77.", Assert.Single(web.Server.Addresses), StringComparison.Ordinal);
        Assert.Equal(["lab-net"], web.Server.Networks);
        Assert.Equal([$"root/{Web.NativeId}", data.Key.NativeId], web.Server.Volumes);
        Assert.Equal(2L << 30, data.Volume!.CapacityBytes);
    }

    [Fact]
    public void The_disk_that_Nova_makes_of_an_image_is_a_volume_in_its_hosts_pool()
    {
        var pools = Recorded.Items("hypervisors", "hypervisors").Select(OpenStackMapping.LocalPool);
        var root = OpenStackMapping.Root(
            Web, Recorded.Server("active"), Recorded.View(), Recorded.Items("images", "images"));

        Assert.Equal(5L << 30, root!.Volume!.CapacityBytes);
        Assert.Equal("lab-image", root.Volume.Image);
        Assert.Contains(root.Volume.Pool, pools.Select(pool => pool.Name));
        Assert.Equal(Web.NativeId, OpenStackMapping.ServerOfRoot(root.Key.NativeId));
    }

    [Fact]
    public void Evidence_says_that_it_is_what_Nova_knew()
    {
        var server = Recorded.Server("paused");
        var native = OpenStackMapping.Server(Web, server, Recorded.View()).Native!.Text;

        Assert.Contains($"as Nova knew it at {server.Updated}", native, StringComparison.Ordinal);
        Assert.EndsWith("as Nova knew it", server.State.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Hypervisors_images_networks_and_pools_have_their_facts()
    {
        var host = OpenStackMapping.Host(Recorded.Items("hypervisors", "hypervisors")[0]);
        var pool = OpenStackMapping.LocalPool(Recorded.Items("hypervisors", "hypervisors")[0]);
        var image = OpenStackMapping.Image(Assert.Single(Recorded.Items("images", "images")));
        var network = OpenStackMapping.Network(
            Assert.Single(Recorded.Items("networks", "networks")), Recorded.Items("subnets", "subnets"));

        Assert.Equal(new HostFacts(1000, 800_000L << 20, "x86_64", "fake 1000"), host.Host);
        Assert.Equal(ResourceState.Running, host.State);
        Assert.Equal((600_000L << 30, host.Key.NativeId), (pool.StoragePool!.CapacityBytes, pool.StoragePool.Host));
        Assert.Equal((54_000, "raw"), (image.Image!.CapacityBytes, image.Image.Format));
        Assert.Equal(("lab-net", "10.77.0.0/16"), (network.Name, network.Network!.Cidr));
    }

    [Fact]
    public void A_tenants_project_is_its_host_with_the_quota_as_capacity()
    {
        var limits = Json.Parse("""{"maxTotalCores": 20, "maxTotalRAMSize": 51200, "maxTotalInstances": 10}"""u8
            .ToArray());
        var host = OpenStackMapping.Project(Recorded.Catalogue(), limits);
        var unlimited = OpenStackMapping.Project(
            Recorded.Catalogue(), Recorded.Json("limits").Member("limits")!.Value.Member("absolute")!.Value);

        Assert.Equal((20, 51_200L << 20), (host.Host!.Vcpus, host.Host.MemoryBytes));
        Assert.True(unlimited.Host!.Vcpus > 100_000 && unlimited.Host.MemoryBytes > 1L << 40);
    }

    [Fact]
    public void Planted_secrets_never_survive()
    {
        var body = System.Text.Encoding.UTF8.GetString(Recorded.Body("servers-active"));
        Assert.All(Recorded.Secrets.Skip(1), secret => Assert.Contains(secret, body, StringComparison.Ordinal));
        var server = Recorded.Server("active");
        ResourceObject?[] shown =
        [
            OpenStackMapping.Server(Web, server, Recorded.View()),
            OpenStackMapping.Root(Web, server, Recorded.View(), Recorded.Items("images", "images")),
            .. Recorded.Items("volumes", "volumes").Select(OpenStackMapping.Volume),
        ];
        var text = JsonSerializer.Serialize(shown);

        Assert.All(Recorded.Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1L << 30, 1)]
    [InlineData((1L << 30) + 1, 2)]
    public void Disks_are_counted_in_whole_gibibytes(long bytes, long gibibytes) =>
        Assert.Equal(gibibytes, OpenStackMapping.Gibibytes(bytes));
}
