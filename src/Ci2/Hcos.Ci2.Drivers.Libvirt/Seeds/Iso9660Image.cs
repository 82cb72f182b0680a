using System.Buffers.Binary;
using System.Text;

namespace Hcos.Ci2.Drivers.Libvirt.Seeds;

/// <summary>
/// A small ISO 9660 file system (ECMA-119) with a few files in its root, and with Joliet names beside the short ones so
/// that a name such as <c>user-data</c> arrives as it is. The same files give the same bytes: no dates, no padding.
/// </summary>
internal static class Iso9660Image
{
    private const int Sector = 2048;
    private const int SystemArea = 16;

    /// <summary>Writes the image.</summary>
    /// <param name="label">Name of the volume, up to 16 characters.</param>
    /// <param name="files">The files, in the order of their names.</param>
    public static byte[] Write(string label, IReadOnlyList<SeedFile> files)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label.Length, 16);
        var trees = new[] { new IsoNames(Joliet: false), new IsoNames(Joliet: true) };

        // After the system area: two descriptors, the end of descriptors, then for each tree two path tables and the
        // root directory, then the files.
        var firstTree = SystemArea + trees.Length + 1;
        var firstFile = firstTree + (trees.Length * IsoTree.Sectors);
        var places = Places(files, firstFile, out var sectors);
        var image = new byte[sectors * Sector];
        for (var i = 0; i < trees.Length; i++)
        {
            var tree = new IsoTree(trees[i], firstTree + (i * IsoTree.Sectors));
            tree.WriteDescriptor(At(image, SystemArea + i), label, sectors);
            tree.WriteTables(image);
            tree.WriteDirectory(At(image, tree.Root), files, places);
        }

        var end = At(image, SystemArea + trees.Length);
        end[0] = 255;
        "CD001"u8.CopyTo(end[1..]);
        end[6] = 1;
        for (var i = 0; i < files.Count; i++)
        {
            files[i].Content.CopyTo(image, places[i] * Sector);
        }

        return image;
    }

    /// <summary>The bytes from a sector on.</summary>
    internal static Span<byte> At(byte[] image, int sector) => image.AsSpan(sector * Sector);

    private static int[] Places(IReadOnlyList<SeedFile> files, int first, out int sectors)
    {
        var places = new int[files.Count];
        sectors = first;
        for (var i = 0; i < files.Count; i++)
        {
            places[i] = sectors;
            sectors += (files[i].Content.Length + Sector - 1) / Sector;
        }

        return places;
    }
}

/// <summary>A file of the image.</summary>
internal sealed record SeedFile(string Name, byte[] Content);

/// <summary>The two ways of writing names.</summary>
/// <param name="Joliet">Whether names are written in full, as big-endian UTF-16.</param>
internal readonly record struct IsoNames(bool Joliet)
{
    /// <summary>A text of an identifier field, padded with spaces to <paramref name="length"/> bytes.</summary>
    public byte[] Field(string text, int length)
    {
        if (!Joliet)
        {
            return Encoding.ASCII.GetBytes(text.PadRight(length));
        }

        var field = new byte[length];
        Encoding.BigEndianUnicode.GetBytes(text.PadRight(length / 2)).CopyTo(field, 0);
        return field;
    }

    /// <summary>The name of a file with its version, as a directory holds it.</summary>
    public byte[] FileName(string name)
    {
        if (Joliet)
        {
            return Encoding.BigEndianUnicode.GetBytes($"{name};1");
        }

        // Eight characters and three, of letters, digits and underscores.
        var plain = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')]);
        return Encoding.ASCII.GetBytes($"{(plain.Length > 8 ? plain[..8] : plain)}.;1");
    }
}

/// <summary>Writers of numbers in both byte orders, as the standard has them.</summary>
internal static class IsoNumber
{
    public static void Both32(Span<byte> at, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(at, value);
        BinaryPrimitives.WriteInt32BigEndian(at[4..], value);
    }

    public static void Both16(Span<byte> at, short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(at, value);
        BinaryPrimitives.WriteInt16BigEndian(at[2..], value);
    }
}
