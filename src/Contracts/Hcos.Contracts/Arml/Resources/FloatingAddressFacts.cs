namespace Hcos.Contracts.Arml.Resources;

/// <summary>The typed core of a floating address.</summary>
/// <param name="Address">The address.</param>
/// <param name="Network">Native id of the outer network that it is of.</param>
/// <param name="Port">Native id of the port that it leads to, or null.</param>
public sealed record FloatingAddressFacts(string Address, string Network, string? Port);
