using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Places;

/// <summary>
/// A hundred orphans on a real libvirt, and on our own endpoints of Hyper-V and OpenStack, which prove nothing about
/// those platforms.
/// </summary>
public sealed class ManyOrphansTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_orphans_on_each_platform_are_found_and_reaped_and_nothing_else_is()
    {
        await using var hyperV = await SimulatedPlace.HyperVAsync(platform.Api, Stop);
        await using var cloud = await SimulatedPlace.OpenStackAsync(platform.Api, Stop);
        await new ManyOrphans(platform.Api, [new LibvirtPlace(platform.Libvirt), hyperV, cloud]).FindAndReapAsync();
    }
}
