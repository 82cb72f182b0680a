using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hcos.Host.Local;

/// <summary>Whose a file is, which the library does not tell.</summary>
internal static partial class FileOwner
{
    private const int CurrentFolder = -100;
    private const uint OnlyUser = 0x8;
    private const int FactsBytes = 256;
    private const int UserOffset = 20;

    /// <summary>Whether a file belongs to the user that this process runs as.</summary>
    public static bool IsOurs(string path)
    {
        var facts = new byte[FactsBytes];
        return ReadFacts(CurrentFolder, path, 0, OnlyUser, facts) == 0
            && BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(UserOffset)) == User();
    }

    // The layout of what it answers is the same on every architecture, other than that of its elder sisters.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadFacts(int folder, string path, int flags, uint wanted, Span<byte> facts);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint User();
}
