using System.Buffers.Binary;
using System.IO.Compression;

namespace Hcos.Kernel.Snapshots;

/// <summary>A snapshot as bytes: parts with their lengths before them, compressed together.</summary>
internal static class SnapshotFrames
{
    private const int LongestPart = 512 * 1024 * 1024;

    /// <summary>Takes parts one after the other; disposing of it completes them.</summary>
    internal sealed class Writer(Stream target) : IDisposable
    {
        private readonly ZLibStream _compressed = new(target, CompressionLevel.Fastest, leaveOpen: true);

        public void Add(ReadOnlySpan<byte> part)
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            _compressed.Write(length);
            _compressed.Write(part);
        }

        public void Dispose() => _compressed.Dispose();
    }

    /// <summary>Gives the parts back in order.</summary>
    internal sealed class Reader(Stream source) : IDisposable
    {
        private readonly ZLibStream _compressed = new(source, CompressionMode.Decompress, leaveOpen: true);
        private byte[] _buffer = new byte[64 * 1024];

        /// <summary>The next part, valid until the one after it.</summary>
        /// <exception cref="InvalidDataException">There is none, or it makes no sense.</exception>
        public ReadOnlySpan<byte> Next()
        {
            Span<byte> prefix = stackalloc byte[sizeof(int)];
            if (_compressed.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            {
                throw new InvalidDataException("a snapshot ends too early");
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
            if (length is < 0 or > LongestPart) throw new InvalidDataException($"a part of {length} bytes");
            if (_buffer.Length < length) _buffer = new byte[Math.Max(length, _buffer.Length * 2)];
            var part = _buffer.AsSpan(0, length);
            if (_compressed.ReadAtLeast(part, length, throwOnEndOfStream: false) < length)
            {
                throw new InvalidDataException("a snapshot ends too early");
            }

            return part;
        }

        public void Dispose() => _compressed.Dispose();
    }
}
