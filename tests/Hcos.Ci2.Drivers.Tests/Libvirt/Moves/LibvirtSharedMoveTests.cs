using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

/// <summary>Moves between two hosts that see the same folder of disks.</summary>
[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtSharedMoveTests(MovePeers peers) : IAsyncLifetime
{
    private const string Pool = "shared";

    private readonly string _folder = Directory.CreateTempSubdirectory("hcos-shared-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static LibvirtOptions Cautious { get; } = new() { DiskPool = Pool };

    public async ValueTask InitializeAsync()
    {
        await LibvirtPeer.RunAsync("chmod", ["755", _folder], Token);
        foreach (var peer in new[] { peers.Source, peers.Target })
        {
            await peer.VirshAsync(Token, "pool-define-as", Pool, "dir", "--target", _folder);
            await peer.VirshAsync(Token, "pool-start", Pool);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in new[] { peers.Source, peers.Target })
        {
            await peer.VirshAsync(CancellationToken.None, "pool-destroy", Pool);
            await peer.VirshAsync(CancellationToken.None, "pool-undefine", Pool);
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_guest_answers_while_its_memory_alone_is_moved_and_its_disk_stays()
    {
        // A folder of this machine is no shared file system to libvirt, which gives its files to root at the end.
        await using var guest = await MovedGuest.StartAsync(
            peers, "shared-1", Token, Cautious with { TrustsWitness = true });
        await LibvirtPeer.RunAsync("chmod", ["666", .. Directory.EnumerateFiles(_folder)], Token);
        await guest.RememberAsync("kept", Token);
        using (var watch = guest.Watch())
        {
            Assert.Equal(ResourceState.Running, (await guest.MoveAsync(Token)).State);
            await guest.AnswersAsync(Token);
            TestContext.Current.TestOutputHelper?.WriteLine($"moved in {guest.Took}, longest silence {watch.Longest}");
            Assert.True(watch.Longest < TimeSpan.FromSeconds(5), $"it was silent for {watch.Longest}");
        }

        Assert.Equal("kept", await guest.RememberedAsync(Token));
        await guest.RememberAsync("after", Token);
        Assert.Equal("after", await guest.RememberedAsync(Token));
        Assert.Equal((1, 1), (await guest.BootsAsync(Token), guest.Processes));
        Assert.Equal("", await peers.Source.StateAsync(guest.Uuid, Token));
        Assert.Equal(
            [$"{guest.Uuid}-seed.iso", $"{guest.Uuid}.qcow2"],
            Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_libvirt_knows_of_no_shared_file_system_a_shared_folder_is_refused_and_the_guest_goes_on()
    {
        await using var guest = await MovedGuest.StartAsync(peers, "shared-2", Token, Cautious);
        var refused = await Assert.ThrowsAsync<DriverException>(() => guest.MoveAsync(Token));

        Assert.Contains("storage", refused.Message);
        Assert.Equal(DriverFailure.Invalid, refused.Failure);
        await guest.AnswersAsync(Token);
        Assert.StartsWith("running", await peers.Source.StateAsync(guest.Uuid, Token));
        Assert.Equal("", await peers.Target.StateAsync(guest.Uuid, Token));
        Assert.Contains($"{guest.Uuid}.qcow2", Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
    }
}
