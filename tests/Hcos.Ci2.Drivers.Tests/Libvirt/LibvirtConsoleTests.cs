using System.Text;
using System.Text.RegularExpressions;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed partial class LibvirtConsoleTests(LibvirtPeer peer)
{
    private const int Most = ConsoleLog.MostBytes;

    // What the embedded log daemon is told in deploy/embedded/libvirt.
    private const int LongestFile = 256 << 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_guest_writes_while_nobody_looks_is_read_later_and_outlives_its_starts_but_not_it()
    {
        await using var driver = peer.Driver();
        var (power, consoles) = ((IPowerDriver)driver, (IConsoleDriver)driver);
        var spec = Specs.Guest("console-1", "console-1");
        const string tells = "#!/bin/sh\necho told by its seed\n";
        spec = spec with { Server = spec.Server! with { Network = null, UserData = tells } };
        var key = (await driver.EnsureAsync(spec, Token)).Key;
        await power.PowerAsync(key, PowerAction.Start, Token);
        await HoldsAsync(consoles, key, text => text.Contains("told by its seed"));
        await power.PowerAsync(key, PowerAction.PowerOff, Token);
        var off = await consoles.ReadConsoleAsync(key, Most, Token);
        Assert.Contains("told by its seed", off.Text);
        Assert.False(off.IsCut);

        await power.PowerAsync(key, PowerAction.Start, Token);
        var again = await HoldsAsync(consoles, key, text => Seeds().Count(text) == 2);
        Assert.StartsWith(off.Text, again.Text);
        await driver.DeleteAsync(key, Token);
        Assert.DoesNotContain(spec.Id.ToString(), await FilesAsync());
        var gone = await Assert.ThrowsAsync<DriverException>(() => consoles.ReadConsoleAsync(key, Most, Token));
        Assert.Equal(DriverFailure.Missing, gone.Failure);
    }

    [Fact]
    public async Task A_guest_that_writes_without_end_fills_no_disk_and_its_last_words_are_read()
    {
        await using var driver = peer.Driver();
        var consoles = (IConsoleDriver)driver;
        var spec = Specs.Guest("chatty-1", "chatty-1");
        const string chatter = "#!/bin/sh\nyes 'a line of sixty-four letters that says the same over and over' "
            + "| head -n 9000\necho last words\n";
        spec = spec with { Server = spec.Server! with { Network = null, UserData = chatter } };
        var key = (await driver.EnsureAsync(spec, Token)).Key;
        await ((IPowerDriver)driver).PowerAsync(key, PowerAction.Start, Token);
        var read = await HoldsAsync(consoles, key, text => text.Contains("last words"));
        var kept = Directory.GetFiles(await FolderAsync(), $"{spec.Id}*").Sum(file => new FileInfo(file).Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kept} bytes kept of about 590000");

        Assert.True(read.IsCut);
        Assert.InRange(Encoding.UTF8.GetByteCount(read.Text), LongestFile / 2, Most);
        Assert.InRange(kept, LongestFile, 2 * LongestFile);
        await driver.DeleteAsync(key, Token);
        Assert.DoesNotContain(spec.Id.ToString(), await FilesAsync());
    }

    [Fact]
    public async Task Files_that_were_put_aside_are_read_on_and_go_with_a_delete_that_comes_again()
    {
        await using var driver = peer.Driver();
        var consoles = (IConsoleDriver)driver;
        var spec = Specs.Empty("aside-1", "aside-1");
        var key = (await driver.EnsureAsync(spec, Token)).Key;
        var file = Path.Combine(await FolderAsync(), $"{spec.Id}.log");
        await File.WriteAllTextAsync(file, "third", Token);
        await File.WriteAllTextAsync($"{file}.0", "second ", Token);
        Assert.Equal(new("second third", false), await consoles.ReadConsoleAsync(key, Most, Token));
        Assert.Equal(new("d third", true), await consoles.ReadConsoleAsync(key, 7, Token));
        Assert.Equal(new("third", true), await consoles.ReadConsoleAsync(key, 5, Token));
        await File.WriteAllTextAsync($"{file}.1", "first ", Token);
        Assert.Equal(new("second third", true), await consoles.ReadConsoleAsync(key, Most, Token));

        await driver.DeleteAsync(key, Token);
        Assert.DoesNotContain(spec.Id.ToString(), await FilesAsync());
        await File.WriteAllTextAsync($"{file}.0", "left by a delete that was cut off", Token);
        await driver.DeleteAsync(key, Token);
        Assert.DoesNotContain(spec.Id.ToString(), await FilesAsync());
    }

    [Fact]
    public async Task A_guest_that_writes_another_formats_beginning_is_read_like_any_other()
    {
        await using var driver = peer.Driver();
        var spec = Specs.Empty("liar-1", "liar-1");
        var key = (await driver.EnsureAsync(spec, Token)).Key;
        var folder = await FolderAsync();
        var image = Path.Combine(folder, "liar.qcow2");
        await LibvirtPeer.RunAsync("qemu-img", ["create", "-q", "-f", "qcow2", image, "1T"], Token);
        var written = (await File.ReadAllBytesAsync(image, Token)).AsSpan(0, 1 << 16).ToArray();
        File.Delete(image);
        await File.WriteAllBytesAsync(Path.Combine(folder, $"{spec.Id}.log"), [.. written, .. "the end"u8], Token);
        var read = await ((IConsoleDriver)driver).ReadConsoleAsync(key, 7, Token);

        Assert.Equal(new("the end", true), read);
        await driver.DeleteAsync(key, Token);
    }

    [Fact]
    public async Task What_guests_write_is_no_volume()
    {
        await using var driver = peer.Driver();
        var file = Path.Combine(await FolderAsync(), "no-volume.log");
        await File.WriteAllTextAsync(file, "what a guest wrote", Token);
        await peer.VirshAsync(Token, "pool-refresh", "consoles");
        var names = await driver.ListAsync(ResourceKind.Volume, Token).Select(volume => volume.Key.NativeId)
            .ToListAsync(Token);

        Assert.DoesNotContain("consoles/no-volume.log", names);
        Assert.Null(await driver.ReadAsync(new(ResourceKind.Volume, "consoles/no-volume.log"), Token));
        File.Delete(file);
    }

    [Fact]
    public async Task A_console_that_nobody_keeps_is_told_with_the_reason_and_one_that_others_keep_is_read()
    {
        await using var driver = peer.Driver();
        await using var poor = LibvirtPeer.Driver(peer.Endpoint, new() { ConsolePool = "none" });
        var made = (await poor.EnsureAsync(Specs.Empty("unkept-1", "unkept-1"), Token)).Key;
        foreach (var reader in new[] { driver, poor })
        {
            var unkept = await Assert.ThrowsAsync<DriverException>(
                () => ((IConsoleDriver)reader).ReadConsoleAsync(made, Most, Token));
            Assert.Equal(DriverFailure.Invalid, unkept.Failure);
            Assert.Contains("has no log", unkept.Message);
        }

        await poor.DeleteAsync(made, Token);
        var log = Path.Combine(await FolderAsync(), "of-others.txt");
        var other = await DefineAsync("of-others", $"<serial type='pty'><log file='{log}'/></serial>");
        await File.WriteAllTextAsync(log, "kept by others", Token);
        Assert.Equal(new("kept by others", false), await ((IConsoleDriver)driver).ReadConsoleAsync(other, Most, Token));
        await driver.DeleteAsync(other, Token);
        Assert.Equal("kept by others", await File.ReadAllTextAsync(log, Token));
        File.Delete(log);
    }

    [Fact]
    public async Task A_log_outside_all_pools_is_told_with_the_reason()
    {
        await using var driver = peer.Driver();
        var key = await DefineAsync("outside", "<serial type='pty'><log file='/no/x'/></serial>");
        var outside = await Assert.ThrowsAsync<DriverException>(
            () => ((IConsoleDriver)driver).ReadConsoleAsync(key, Most, Token));

        Assert.Equal(DriverFailure.Invalid, outside.Failure);
        Assert.Contains("no storage pool", outside.Message);
        await driver.DeleteAsync(key, Token);
    }

    private static Task<ConsoleLog> HoldsAsync(IConsoleDriver consoles, ResourceKey key, Predicate<string> holds) =>
        Eventually.HoldsAsync(
            () => consoles.ReadConsoleAsync(key, Most, Token), read => holds(read.Text), Token);

    private async Task<ResourceKey> DefineAsync(string name, string devices)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $"""
            <domain type='qemu'>
              <name>{name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
              <os><type arch='x86_64' machine='pc'>hvm</type></os><devices>{devices}</devices>
            </domain>
            """,
            Token);
        await peer.VirshAsync(Token, "define", file);
        File.Delete(file);
        return new(ResourceKind.Server, (await peer.VirshAsync(Token, "domuuid", name)).Trim());
    }

    private async Task<string> FilesAsync() => string.Join('\n', Directory.GetFiles(await FolderAsync()));

    private async Task<string> FolderAsync() =>
        Folder().Match(await peer.VirshAsync(Token, "pool-dumpxml", "consoles")).Groups[1].Value;

    [GeneratedRegex("<path>([^<]*)</path>")]
    private static partial Regex Folder();

    [GeneratedRegex("told by its seed")]
    private static partial Regex Seeds();
}
