using System.Security.Cryptography;

namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>A part of a name that nobody else can know: it names no resource and is forgotten soon.</summary>
internal static class Token
{
    private const int Length = 32;

    /// <summary>128 random bits.</summary>
    public static string Draw() => RandomNumberGenerator.GetHexString(Length, lowercase: true);
}
