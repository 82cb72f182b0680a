using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Testing.OpenStack;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>What Nova learns only by asking its hypervisors: the lab's guests are words in files.</summary>
[Trait("Needs", "openstack")]
public sealed class OpenStackBelowNovaTests(OpenStackFixture fixture) : IClassFixture<OpenStackFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_that_was_switched_off_below_Nova_is_shown_as_Nova_knew_it_and_can_be_started()
    {
        var spec = fixture.Spec(fixture.BareServer);
        var power = (IPowerDriver)fixture.Driver;
        var made = await fixture.Driver.EnsureAsync(spec, Token);
        await power.PowerAsync(made.Key, PowerAction.Start, Token);
        var server = (await fixture.ServersAsync(Token)).Single(one => one["name"]!.GetValue<string>() == spec.Name);
        var host = server["OS-EXT-SRV-ATTR:host"]!.GetValue<string>();
        var guest = Path.Combine(OpenStackLab.Current.Guests, host, OpenStackFixture.Id(server));
        await File.WriteAllTextAsync(guest, "shutdown", Token);

        // Nova has not asked yet: the evidence must not claim to be more than what Nova knew.
        var seen = await fixture.Driver.ReadAsync(made.Key, Token);
        Assert.Equal(ResourceState.Running, seen!.State);
        Assert.Contains("as Nova knew it", JsonNode.Parse(seen.Native!.Text)!["known"]!.GetValue<string>(),
            StringComparison.Ordinal);

        var started = await power.PowerAsync(made.Key, PowerAction.Reset, Token);
        Assert.Equal(ResourceState.Running, started.State);
        Assert.StartsWith("running", await File.ReadAllTextAsync(guest, Token), StringComparison.Ordinal);
        await fixture.Driver.DeleteAsync(made.Key, Token);
        Assert.False(File.Exists(guest));
    }
}
