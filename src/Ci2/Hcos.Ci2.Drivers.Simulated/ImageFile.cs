using System.Buffers.Binary;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>The head of an image file.</summary>
internal static class ImageFile
{
    private const uint Qcow2Magic = 0x514649fb;
    private const int Qcow2SizeOffset = 24;

    /// <summary>The size that a server sees, in bytes, and the format.</summary>
    public static (long Bytes, string Format) Measure(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> head = stackalloc byte[Qcow2SizeOffset + sizeof(long)];
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
                && BinaryPrimitives.ReadUInt32BigEndian(head) == Qcow2Magic
                    ? (BinaryPrimitives.ReadInt64BigEndian(head[Qcow2SizeOffset..]), "qcow2")
                    : (file.Length, "raw");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new DriverException(DriverFailure.Missing, "the image file cannot be read", unreadable);
        }
    }
}
