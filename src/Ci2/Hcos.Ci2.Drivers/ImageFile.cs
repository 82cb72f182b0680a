using System.Buffers.Binary;

namespace Hcos.Ci2.Drivers;

/// <summary>The file of an image on HCOS's machine, before it is brought in.</summary>
public static class ImageFile
{
    private const uint Qcow2Magic = 0x514649fb;
    private const int Qcow2SizeOffset = 24;

    /// <summary>Opens one.</summary>
    /// <exception cref="DriverException">Missing: it cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw new DriverException(DriverFailure.Missing, "the image's file cannot be read", unreadable);
        }
    }

    /// <summary>
    /// The size that a server sees, in bytes, and the format: <c>qcow2</c>, or <c>raw</c> for whatever else. It is read
    /// from its beginning on afterwards.
    /// </summary>
    public static (long Bytes, string Format) Measure(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> head = stackalloc byte[Qcow2SizeOffset + sizeof(long)];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == head.Length && BinaryPrimitives.ReadUInt32BigEndian(head) == Qcow2Magic
            ? (BinaryPrimitives.ReadInt64BigEndian(head[Qcow2SizeOffset..]), "qcow2")
            : (file.Length, "raw");
    }
}
