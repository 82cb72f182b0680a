using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Places;

/// <summary>
/// One life of a server on a real libvirt, and on our own endpoints of Hyper-V and OpenStack, which prove nothing about
/// those platforms.
/// </summary>
public sealed class OneLanguageTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("libvirt")]
    [InlineData("hyper-v")]
    [InlineData("openstack")]
    public async Task A_server_is_made_driven_resized_kept_taken_back_and_removed_and_another_adopted(string where)
    {
        await using var place = where switch
        {
            "libvirt" => new LibvirtPlace(platform.Libvirt),
            "hyper-v" => await SimulatedPlace.HyperVAsync(platform.Api, Stop),
            _ => await SimulatedPlace.OpenStackAsync(platform.Api, Stop),
        };
        // Our own host of Hyper-V grants a subscription; our own Nova is asked again and again.
        await platform.Api.UntilAsync(
            $"/v1/environments/{place.Environment}",
            shown => shown["rhythm"].Word("path") == (where == "openstack" ? "polling" : "events"),
            Asking.Soon,
            Stop);
        await new OneLanguage(platform.Api, place).LiveAsync();
    }
}
