using Hcos.Ci2.Drivers.Simulated;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

public sealed class SimulatedEndpointTests
{
    [Fact]
    public void Every_part_of_an_endpoint_is_read()
    {
        var options = SimulatedOptions.Parse(
            "simulated://lab?hosts=2&vcpus=8&memoryGiB=16&poolGiB=100&images=a,b&networks=n&latency=20ms"
            + "&jitter=5ms&boot=3s&shutdown=0s&seed=7");

        Assert.Equal("lab", options.Name);
        Assert.Equal((2, 8), (options.Hosts, options.Vcpus));
        Assert.Equal((16L << 30, 100L << 30), (options.MemoryBytes, options.PoolBytes));
        Assert.Equal(["a", "b"], options.Images);
        Assert.Equal(["n"], options.Networks);
        Assert.Equal(TimeSpan.FromMilliseconds(20), options.Latency);
        Assert.Equal(TimeSpan.FromMilliseconds(5), options.Jitter);
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.Zero), (options.Boot, options.Shutdown));
        Assert.Equal(7, options.Seed);
    }

    [Fact]
    public void A_name_alone_is_enough()
    {
        using var factory = new SimulatedDriverFactory();

        Assert.Null(factory.CheckEndpoint("simulated://lab"));
        Assert.Equal("simulated", factory.Kind);
    }

    [Theory]
    [InlineData("", "simulated://")]
    [InlineData("qemu:///system", "simulated://")]
    [InlineData("simulated://", "name")]
    [InlineData("simulated://UPPER", "name")]
    [InlineData("simulated://a;b", "name")]
    [InlineData("simulated://lab?hosts=0", "'hosts' must be")]
    [InlineData("simulated://lab?hosts=-1", "'hosts' must be")]
    [InlineData("simulated://lab?hosts=", "'hosts' must be")]
    [InlineData("simulated://lab?hosts", "'hosts' must be")]
    [InlineData("simulated://lab?hosts=4&hosts=5", "'hosts' is said twice")]
    [InlineData("simulated://lab?memoryGiB=99999999999", "'memoryGiB' must be")]
    [InlineData("simulated://lab?latency=20", "'latency' must be")]
    [InlineData("simulated://lab?latency=9999s", "'latency' must be")]
    [InlineData("simulated://lab?images=a,a", "'images' must be")]
    [InlineData("simulated://lab?images=$(reboot)", "'images' must be")]
    [InlineData("simulated://lab?manners=rude", "'manners' must be one of plain, launching, portless, assembling")]
    [InlineData("simulated://lab?colour=red", "'colour' is not known")]
    public void What_is_wrong_with_an_endpoint_is_said(string endpoint, string said)
    {
        using var factory = new SimulatedDriverFactory();

        Assert.Contains(said, factory.CheckEndpoint(endpoint));
    }

    [Fact]
    public async Task Drivers_that_say_one_name_meet_one_estate_and_factories_share_nothing()
    {
        using var factory = new SimulatedDriverFactory();
        using var other = new SimulatedDriverFactory();
        var connection = new DriverConnection("simulated://lab", null, null, null, TimeProvider.System);
        await using var first = factory.Create(connection);
        await using var second = factory.Create(connection);
        await using var foreign = other.Create(connection);
        var key = factory.Estates.All[0].Outside.CreateServer("somebody");

        Assert.NotNull(await first.ReadAsync(key, Laboratory.Token));
        Assert.NotNull(await second.ReadAsync(key, Laboratory.Token));
        Assert.Null(await foreign.ReadAsync(key, Laboratory.Token));
        Assert.Single(factory.Estates.All);
    }
}
