namespace Hcos.System.OpenStack.Tests;

/// <summary>One life of a server on a real OpenStack, by the test body of all other places.</summary>
[Trait("Needs", "openstack")]
public sealed class OneLanguageTests(CloudPlatform platform) : IClassFixture<CloudPlatform>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_made_driven_resized_kept_taken_back_and_removed_and_another_adopted()
    {
        await using var place = await CloudPlace.RegisteredAsync(platform.Api, "life", null, false, Stop);
        await new OneLanguage(platform.Api, place).LiveAsync();
    }
}
