namespace Hcos.Contracts.Arml.Resources;

/// <summary>The typed core of a security group.</summary>
/// <param name="Rules">What it allows, in an order that stays; what no rule allows is not.</param>
public sealed record SecurityGroupFacts(IReadOnlyList<SecurityRuleFacts> Rules);

/// <summary>What a security group allows.</summary>
/// <param name="Direction">Which way.</param>
/// <param name="IpVersion">4 or 6.</param>
/// <param name="Protocol">The protocol, by name or number; null for any.</param>
/// <param name="FirstPort">The first port, or the type of a message; null for any.</param>
/// <param name="LastPort">The last port, or the code of a message; null for any.</param>
/// <param name="Remote">
/// Who is at the other end: a range of addresses, or a security group's native id; null for anybody.
/// </param>
public sealed record SecurityRuleFacts(
    TrafficDirection Direction, int IpVersion, string? Protocol, int? FirstPort, int? LastPort, string? Remote);

/// <summary>Which way traffic goes, as a server sees it.</summary>
public enum TrafficDirection
{
    /// <summary>To the server.</summary>
    Ingress,

    /// <summary>From the server.</summary>
    Egress,
}
