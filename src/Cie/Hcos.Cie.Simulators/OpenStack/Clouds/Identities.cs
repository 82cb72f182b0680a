using System.Security.Cryptography;
using System.Text;

namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>Identities of what is there from the beginning: they follow from its kind and name. Pure.</summary>
internal static class Identities
{
    /// <summary>As Keystone writes them.</summary>
    public static string Of(string kind, string name) => From($"{kind}/{name}").ToString("N");

    /// <summary>As everybody else writes them.</summary>
    public static string DashedOf(string kind, string name) => From($"{kind}/{name}").ToString("D");

    private static Guid From(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
