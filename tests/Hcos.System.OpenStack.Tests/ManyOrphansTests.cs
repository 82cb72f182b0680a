namespace Hcos.System.OpenStack.Tests;

/// <summary>A hundred orphans on a real OpenStack, by the test body of all other places.</summary>
[Trait("Needs", "openstack")]
public sealed class ManyOrphansTests(CloudPlatform platform) : IClassFixture<CloudPlatform>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_orphans_are_found_and_reaped_and_nothing_else_is()
    {
        await using var place = await CloudPlace.RegisteredAsync(platform.Api, "orphans", null, false, Stop);
        await new ManyOrphans(platform.Api, [place]).FindAndReapAsync();
    }
}
