namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What one create of a server asks Nova to find there: one of the two.</summary>
/// <param name="PortId">Neutron's id of the server's port.</param>
/// <param name="GroupId">Neutron's id of a security group, for a server without a network.</param>
internal sealed record Permit(string? PortId, string? GroupId);
