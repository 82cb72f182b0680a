using System.Diagnostics;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtImageTests(LibvirtPeer peer) : IAsyncLifetime
{
    private const long Size = 8 * Specs.Mib;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.qcow2");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var making = Process.Start("qemu-img", ["create", "-q", "-f", "qcow2", _file, $"{Size}"]);
        await making.WaitForExitAsync(Token);
        Assert.Equal(0, making.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_imported_file_becomes_an_image_that_servers_are_made_from()
    {
        await using var driver = peer.Driver();
        var image = await ((IImageDriver)driver).ImportImageAsync(Specs.Id("image-1"), "image-1", _file, Token);
        var spec = new ResourceSpec(Specs.Id("from-image-1"), ResourceKind.Server, "from-image-1")
        {
            Server = new(1, 16 * Specs.Mib, 2 * Size, "image-1"),
        };
        var server = await driver.EnsureAsync(spec, Token);
        var disk = await driver.ReadAsync(new(ResourceKind.Volume, server.Server!.Volumes[0]), Token);

        Assert.Equal(("images/image-1.qcow2", "qcow2", Size),
            (image.Key.NativeId, image.Image!.Format, image.Image.CapacityBytes));
        Assert.Equal(("image-1", 2 * Size), (disk!.Volume!.Image, disk.Volume.CapacityBytes));
        await driver.DeleteAsync(server.Key, Token);
        await driver.DeleteAsync(image.Key, Token);
        Assert.Null(await driver.ReadAsync(image.Key, Token));
    }

    [Fact]
    public async Task An_import_that_was_cut_off_shows_and_is_begun_anew_by_its_own_id_alone()
    {
        await using var driver = peer.Driver();
        var images = (IImageDriver)driver;
        var id = Specs.Id("image-2");
        var key = new ResourceKey(ResourceKind.Image, "images/image-2.qcow2");
        await peer.VirshAsync(Token, "vol-create-as", "images", $"image-2.{id}.importing", "0");
        await peer.VirshAsync(Token, "vol-create-as", "images", "image-2.qcow2", "4096");

        Assert.Equal(ResourceState.Provisioning, (await driver.ReadAsync(key, Token))!.State);
        var refused = await Assert.ThrowsAsync<DriverException>(
            () => images.ImportImageAsync(Specs.Id("somebody else"), "image-2", _file, Token));
        Assert.Equal(DriverFailure.Conflict, refused.Failure);
        var made = await images.ImportImageAsync(id, "image-2", _file, Token);

        Assert.Equal((ResourceState.Running, Size), (made.State, made.Image!.CapacityBytes));
        Assert.Equal(ResourceState.Running, (await driver.ReadAsync(key, Token))!.State);
        await driver.DeleteAsync(key, Token);
        Assert.DoesNotContain("image-2", await peer.VirshAsync(Token, "vol-list", "images"));
    }
}
