using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Usmc;

/// <summary>Lets somebody in who shows the token with this hash; replaces the token of a known principal.</summary>
/// <param name="Name">The principal's name.</param>
/// <param name="TokenHash">SHA-256 of the token's bytes in hexadecimal; the token itself is never in a message.</param>
/// <param name="IsAdministrator">Whether all rights are granted.</param>
[MessageName("usmc.register-principal.v1")]
public sealed record RegisterPrincipal(string Name, string TokenHash, bool IsAdministrator) : ICommand;

/// <summary>A principal is let in with a token.</summary>
[MessageName("usmc.principal-registered.v1")]
public sealed record PrincipalRegistered(string Name, string TokenHash, bool IsAdministrator) : IEvent;
