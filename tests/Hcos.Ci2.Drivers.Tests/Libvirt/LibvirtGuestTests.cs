using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtGuestTests(LibvirtPeer peer)
{
    [Fact]
    public async Task A_guest_boots_reads_its_seed_and_answers_under_its_own_name()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var driver = peer.Driver();
        var spec = Specs.Guest("boots-1", "first-light");
        spec = spec with { Server = spec.Server! with { UserData = "#!/bin/sh\necho as it was told >/www/told\n" } };

        var made = await driver.EnsureAsync(spec, cancel);
        var started = await ((IPowerDriver)driver).PowerAsync(made.Key, PowerAction.Start, cancel);

        Assert.Equal(ResourceState.Stopped, made.State);
        Assert.Equal(ResourceState.Running, started.State);
        var running = await Eventually.HoldsAsync(
            async () => await driver.ReadAsync(made.Key, cancel),
            server => server!.Server!.Addresses.Count > 0,
            cancel);
        var address = running!.Server!.Addresses[0];
        Assert.Equal("first-light", await Eventually.AnswersAsync($"http://{address}/cgi-bin/index.cgi", cancel));
        Assert.Equal("as it was told", await Eventually.AnswersAsync($"http://{address}/told", cancel));

        await ((IPowerDriver)driver).PowerAsync(made.Key, PowerAction.Shutdown, cancel);
        await Eventually.HoldsAsync(
            async () => (await driver.ReadAsync(made.Key, cancel))!.State,
            state => state == ResourceState.Stopped,
            cancel);
        await driver.DeleteAsync(made.Key, cancel);
        Assert.Null(await driver.ReadAsync(made.Key, cancel));
    }
}
