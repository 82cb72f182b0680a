using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hcos.Kernel.Messages;

/// <summary>
/// Ids that follow from what caused them, so that whatever is repeated meets what the first run made. Name-based UUIDs
/// as RFC 9562 section 5.8 allows (version 8), over SHA-256.
/// </summary>
public static class DerivedId
{
    /// <summary>The id that <paramref name="parts"/> lead to. Equal parts give equal ids on every machine.</summary>
    public static Guid From(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(part);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The id of the event at a place of a log.</summary>
    public static Guid OfEvent(string log, long position)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, position);
        Span<byte> input = stackalloc byte[8 + Encoding.UTF8.GetMaxByteCount(log.Length)];
        number.CopyTo(input);
        var length = 8 + Encoding.UTF8.GetBytes(log, input[8..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>A number in 0..1 that follows from an id; for jitter without randomness.</summary>
    public static double Fraction(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) / (double)uint.MaxValue;
    }
}
