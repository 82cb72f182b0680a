using System.Buffers.Binary;

namespace Hcos.Ci2.Drivers.Libvirt.Seeds;

/// <summary>One of two descriptions of the same files: a descriptor, two path tables, the root directory.</summary>
internal sealed class IsoTree(IsoNames names, int first)
{
    /// <summary>Sectors of the path tables and the root directory.</summary>
    public const int Sectors = 3;

    private const int Sector = 2048;
    private const int PathTableLength = 10;
    private const int RecordHead = 33;

    private static readonly (int Offset, int Length)[] Texts =
        [(190, 128), (318, 128), (446, 128), (574, 128), (702, 37), (739, 37), (776, 37)];

    /// <summary>Sector of the root directory.</summary>
    public int Root => first + 2;

    /// <summary>The descriptor of a volume (ECMA-119 8.4 and 8.5).</summary>
    public void WriteDescriptor(Span<byte> at, string label, int sectors)
    {
        at[0] = (byte)(names.Joliet ? 2 : 1);
        "CD001"u8.CopyTo(at[1..]);
        at[6] = 1;
        names.Field("", 32).CopyTo(at[8..]);
        names.Field(label, 32).CopyTo(at[40..]);
        IsoNumber.Both32(at[80..], sectors);
        if (names.Joliet)
        {
            // UCS-2 level 3.
            "%/E"u8.CopyTo(at[88..]);
        }

        IsoNumber.Both16(at[120..], 1);
        IsoNumber.Both16(at[124..], 1);
        IsoNumber.Both16(at[128..], Sector);
        IsoNumber.Both32(at[132..], PathTableLength);
        BinaryPrimitives.WriteInt32LittleEndian(at[140..], first);
        BinaryPrimitives.WriteInt32BigEndian(at[148..], first + 1);
        WriteRecord(at[156..], [0], Root, Sector, isDirectory: true);

        // Volume set, publisher, preparer and application, then the three names of files.
        foreach (var (offset, length) in Texts)
        {
            names.Field("", length).CopyTo(at[offset..]);
        }

        // Four dates that are not given: sixteen zeros as digits and a zone.
        for (var date = 813; date < 881; date += 17)
        {
            at.Slice(date, 16).Fill((byte)'0');
        }

        at[881] = 1;
    }

    /// <summary>The path tables in both byte orders: the root alone.</summary>
    public void WriteTables(byte[] image)
    {
        var little = Iso9660Image.At(image, first);
        little[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(little[2..], Root);
        BinaryPrimitives.WriteInt16LittleEndian(little[6..], 1);
        var big = Iso9660Image.At(image, first + 1);
        big[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(big[2..], Root);
        BinaryPrimitives.WriteInt16BigEndian(big[6..], 1);
    }

    /// <summary>The root directory: itself, its parent (itself again) and the files.</summary>
    public void WriteDirectory(Span<byte> at, IReadOnlyList<SeedFile> files, int[] places)
    {
        at = at[WriteRecord(at, [0], Root, Sector, isDirectory: true)..];
        at = at[WriteRecord(at, [1], Root, Sector, isDirectory: true)..];
        for (var i = 0; i < files.Count; i++)
        {
            var name = names.FileName(files[i].Name);
            at = at[WriteRecord(at, name, places[i], files[i].Content.Length, isDirectory: false)..];
        }
    }

    private static int WriteRecord(Span<byte> at, ReadOnlySpan<byte> name, int sector, int length, bool isDirectory)
    {
        var size = (RecordHead + name.Length + 1) / 2 * 2;
        at[0] = (byte)size;
        IsoNumber.Both32(at[2..], sector);
        IsoNumber.Both32(at[10..], length);

        // The date is 1980-01-01: bytes that say nothing are not a date.
        at[18] = 80;
        at[19] = 1;
        at[20] = 1;
        at[25] = (byte)(isDirectory ? 2 : 0);
        IsoNumber.Both16(at[28..], 1);
        at[32] = (byte)name.Length;
        name.CopyTo(at[RecordHead..]);
        return size;
    }
}
