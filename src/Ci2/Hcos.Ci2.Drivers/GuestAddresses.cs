using System.Net;
using System.Net.Sockets;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// What platforms report as addresses of a server. Many only pass on what the guest says of itself, and health checks
/// go to it: nothing is let through but IP addresses, and not more of them than anybody needs. Pure.
/// </summary>
public static class GuestAddresses
{
    /// <summary>The most addresses of one server; the rest is left out.</summary>
    public const int Most = 64;

    /// <summary>The addresses among what was reported, each once and in order.</summary>
    public static string[] Of(IEnumerable<string?> reported) =>
        [.. reported.Select(Read).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Take(Most)];

    /// <summary>
    /// IPv4 in four decimal parts only: "1" and "0x7f.1" are read as addresses as well. The zone of an IPv6 address
    /// means something inside the guest only.
    /// </summary>
    private static string? Read(string? text)
    {
        if (!IPAddress.TryParse(text, out var address)) return null;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return new IPAddress(address.GetAddressBytes()).ToString();
        }

        return address.ToString() == text ? text : null;
    }
}
