using System.Text;
using Hcos.Ci2.Drivers.Libvirt.Native;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>
/// What guests wrote to their consoles. libvirt writes it into a file for each server, puts the file aside when it is
/// long and begins another; both are read as volumes (decision 0845).
/// </summary>
internal sealed class LibvirtConsole(LibvirtClient client, LibvirtInventory inventory, LibvirtOptions options)
{
    /// <summary>
    /// Where a new server's console is to be written; null on a host without a pool for it: whoever has to bound what
    /// guests write decides whether it is kept.
    /// </summary>
    public string? LogOf(string uuid)
    {
        using var pool = client.FindPool(options.ConsolePool);
        return pool is not null && client.ReadPool(pool) is { } record && LibvirtMapping.FolderOf(record) is { } folder
            ? $"{folder}/{ServerIdentity.Console(uuid)}"
            : null;
    }

    /// <summary>The end of what was written.</summary>
    public ConsoleLog Read(string? uuid, int mostBytes)
    {
        if (mostBytes is < 1 or > ConsoleLog.MostBytes)
        {
            throw new DriverException(DriverFailure.Invalid, $"a console is read by 1 to {ConsoleLog.MostBytes} bytes");
        }

        using var domain = (uuid is null ? null : client.FindDomain(uuid)) ?? throw Gone();
        var path = LibvirtMapping.ConsoleLogOf(client.ReadXml(domain) ?? throw Gone()) ?? throw Unkept(
            "its definition has no log of a console: it was made by others, or its host keeps none");
        using var pool = FindPool(path) ?? throw Unkept("the log of its console is in no storage pool");
        return End(pool, Path.GetFileName(path), mostBytes);
    }

    /// <summary>
    /// Removes what was written. The pool has to look first, since libvirt makes these files behind it; the oldest go
    /// first, so that a repeat finds what is left.
    /// </summary>
    public void Delete(string uuid)
    {
        using var pool = client.FindPool(options.ConsolePool);
        if (pool is null) return;
        client.RefreshPool(pool);
        var name = ServerIdentity.Console(uuid);
        var older = 0;
        while (older < options.MostOlderLogs && Has(pool, ServerIdentity.OlderConsole(name, older))) older++;
        while (older-- > 0) client.DeleteVolume(pool, ServerIdentity.OlderConsole(name, older));
        client.DeleteVolume(pool, name);
    }

    private PoolHandle? FindPool(string path) =>
        inventory.Places().PoolOf(path) is { } name ? client.FindPool(name) : null;

    private ConsoleLog End(PoolHandle pool, string name, int most)
    {
        client.LookAgain(pool);
        var (end, isCut) = Tail(pool, name, most);
        var before = ServerIdentity.OlderConsole(name, 0);
        if (end.Length == most) return Shown(end, isCut || Has(pool, before));
        var (start, isCutBefore) = Tail(pool, before, most - end.Length);
        return Shown(
            [.. start, .. end],
            isCut || isCutBefore || (start.Length > 0 && Has(pool, ServerIdentity.OlderConsole(name, 1))));
    }

    private static ConsoleLog Shown(byte[] bytes, bool isCut) => new(Encoding.UTF8.GetString(bytes), isCut);

    // What is written meanwhile is read along. A file that was put aside meanwhile is shorter than it was: then it
    // is read from its beginning.
    private (byte[] Bytes, bool IsCut) Tail(PoolHandle pool, string name, int most)
    {
        using var volume = client.FindVolume(pool, name);
        if (volume is null || client.ReadVolume(pool, volume) is not { } record) return ([], false);
        var offset = Math.Max(0, LibvirtMapping.LengthOf(record) - most);
        var bytes = client.Download(volume, offset, 2 * most) ?? [];
        if (bytes.Length == 0 && offset > 0)
        {
            offset = 0;
            bytes = client.Download(volume, offset, 2 * most) ?? [];
        }

        return bytes.Length <= most ? (bytes, offset > 0) : (bytes[^most..], true);
    }

    private bool Has(PoolHandle pool, string name)
    {
        using var volume = client.FindVolume(pool, name);
        return volume is not null;
    }

    private static DriverException Gone() => new(DriverFailure.Missing, "the server is not there");

    private static DriverException Unkept(string why) => new(DriverFailure.Invalid, $"its console is not kept: {why}");
}
