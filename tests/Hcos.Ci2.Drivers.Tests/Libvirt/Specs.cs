using System.Security.Cryptography;
using System.Text;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>Specs of servers, each with an id that follows from a word.</summary>
internal static class Specs
{
    public const long Mib = 1024 * 1024;

    public static ResourceId Id(string word) =>
        new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(word)).AsSpan(0, 16)));

    /// <summary>A server that boots the tests' image.</summary>
    public static ResourceSpec Guest(string word, string name) => new(Id(word), ResourceKind.Server, name)
    {
        Server = new(1, 192 * Mib, 0, "hcos-guest", "default"),
    };

    /// <summary>A server without a disk: it executes its firmware and nothing else.</summary>
    public static ResourceSpec Empty(string word, string name) => new(Id(word), ResourceKind.Server, name)
    {
        Server = new(1, 16 * Mib),
    };
}
