using System.Text;

namespace Hcos.Contracts.Arml.Resources;

/// <summary>What no server may exceed, whoever asks for it and by whatever way.</summary>
public static class ServerLimits
{
    /// <summary>The most virtual processors.</summary>
    public const int MostVcpus = 1_024;

    /// <summary>The least memory, in bytes.</summary>
    public const long LeastMemoryBytes = 16L << 20;

    /// <summary>The most memory, in bytes.</summary>
    public const long MostMemoryBytes = 64L << 40;

    /// <summary>The largest disk, in bytes.</summary>
    public const long MostDiskBytes = 1L << 50;

    /// <summary>The most user-data, in bytes of UTF-8.</summary>
    public const int MostUserDataBytes = 64 * 1024;

    /// <summary>The longest name of an image or a network, in characters; platforms give them.</summary>
    public const int LongestPlatformName = 255;

    /// <summary>Whether a platform may call an image or a network so.</summary>
    public static bool IsPlatformName(string name) => name.Length is > 0 and <= LongestPlatformName;

    /// <summary>Whether a guest can be given so much.</summary>
    public static bool IsUserData(string text) => Encoding.UTF8.GetByteCount(text) <= MostUserDataBytes;

    /// <summary>The most servers that can be created at once.</summary>
    public const int MostAtOnce = 1000;
}
