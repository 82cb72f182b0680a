using Hcos.Ci2.Drivers.Tests.Libvirt.Moves;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtScaleTests(LibvirtPeer peer, MovePeers others)
{
    // What tests that run at the same time may open. One file per connection would be a hundred and more.
    private const int Beside = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_servers_are_listed_with_one_message_each_and_a_few_more()
    {
        await using var wired = new LibvirtFixture(peer, others);
        var specs = Enumerable.Range(0, 100).Select(n => Specs.Empty($"many-{n}", $"many-{n}")).ToList();
        await Task.WhenAll(specs.Select(spec => wired.Driver.EnsureAsync(spec, Token)));
        var before = wired.Wire.Passages;
        var began = TimeProvider.System.GetTimestamp();
        var listed = await ListAsync(wired.Driver);
        var messages = wired.Wire.Passages - before;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{listed.Count} servers, {messages} messages, {TimeProvider.System.GetElapsedTime(began)}");

        Assert.Superset(specs.Select(wired.Driver.KeyOf).ToHashSet(), listed);
        Assert.InRange(messages, listed.Count * 2, (listed.Count * 2) + 40);
        await Task.WhenAll(specs.Select(spec => wired.Driver.DeleteAsync(wired.Driver.KeyOf(spec), Token)));
        Assert.Empty((await ListAsync(wired.Driver)).Intersect(specs.Select(wired.Driver.KeyOf)));
    }

    [Fact]
    public async Task Sixty_guests_made_at_once_have_all_their_disks_and_leave_none()
    {
        await using var driver = peer.Driver();
        var specs = Enumerable.Range(0, 60).Select(n => Specs.Guest($"flock-{n}", $"flock-{n}")).ToList();
        var made = await Task.WhenAll(specs.Select(spec => driver.EnsureAsync(spec, Token)));
        var volumes = await peer.VirshAsync(Token, "vol-list", "default");

        Assert.All(specs, spec => Assert.Contains($"{spec.Id}.qcow2", volumes));
        Assert.All(specs, spec => Assert.Contains($"{spec.Id}-seed.iso", volumes));
        await Task.WhenAll(made.Select(server => driver.DeleteAsync(server.Key, Token)));
        volumes = await peer.VirshAsync(Token, "vol-list", "default");
        Assert.All(specs, spec => Assert.DoesNotContain($"{spec.Id}", volumes));
    }

    [Fact]
    public async Task A_hundred_lost_connections_leave_no_file_behind()
    {
        await using var wired = new LibvirtFixture(peer, others);
        await LoseAsync(wired);
        var files = Files();
        for (var i = 0; i < 100; i++)
        {
            await LoseAsync(wired);
        }

        await FilesAreAtMostAsync(files + Beside);
        Assert.InRange(Files(), 1, files + Beside);
    }

    [Fact]
    public async Task Two_hundred_drivers_and_watches_leave_no_file_and_no_thread_behind()
    {
        await CycleAsync();
        var (files, threads) = (Files(), Threads());
        for (var i = 0; i < 200; i++)
        {
            await CycleAsync();
        }

        await FilesAreAtMostAsync(files + Beside);
        // The runtime keeps some threads for a while.
        await Eventually.HoldsAsync(() => Task.FromResult(Threads()), now => now <= threads + 30, Token);
        Assert.InRange(Files(), 1, files + Beside);
    }

    private static int Files() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;

    // Connections are closed by threads of their own.
    private static Task FilesAreAtMostAsync(int most) =>
        Eventually.HoldsAsync(() => Task.FromResult(Files()), now => now <= most, Token);

    private static async Task<HashSet<ResourceKey>> ListAsync(IResourceDriver driver)
    {
        var keys = new HashSet<ResourceKey>();
        await foreach (var server in driver.ListAsync(ResourceKind.Server, Token))
        {
            keys.Add(server.Key);
        }

        return keys;
    }

    private static async Task LoseAsync(LibvirtFixture wired)
    {
        await ListAsync(wired.Driver);
        var key = wired.Driver.KeyOf(Specs.Empty("cycle", "cycle"));
        await wired.Driver.DeleteAsync(key, Token);
        await using var watch = ((IEventDriver)wired.Driver).WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        wired.Wire.CutOff();
        await Assert.ThrowsAsync<DriverException>(async () => await watch.MoveNextAsync());
        wired.Wire.Restore();
    }

    private async Task CycleAsync()
    {
        await using var driver = peer.Driver();
        await driver.DeleteAsync(driver.KeyOf(Specs.Empty("cycle", "cycle")), Token);
        await ListAsync(driver);
        await using var watch = ((IEventDriver)driver).WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
    }
}
