namespace Hcos.Contracts.Arml.Resources;

/// <summary>The typed core of a port.</summary>
/// <param name="Network">Native id of its network.</param>
/// <param name="HardwareAddress">Its hardware address: six pairs of hexadecimal digits with colons.</param>
/// <param name="Addresses">Its fixed addresses, sorted.</param>
/// <param name="Server">Native id of the server that is attached to it, or null.</param>
/// <param name="SecurityGroups">Native ids of the security groups that it is a member of, sorted.</param>
public sealed record PortFacts(
    string Network,
    string? HardwareAddress,
    IReadOnlyList<string> Addresses,
    string? Server,
    IReadOnlyList<string> SecurityGroups);
