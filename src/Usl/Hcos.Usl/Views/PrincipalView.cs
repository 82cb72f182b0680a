namespace Hcos.Usl.Views;

/// <summary>Somebody who is let in.</summary>
/// <param name="Id">The name.</param>
/// <param name="Name">The name.</param>
/// <param name="TokenHash">SHA-256 of the token; never shown.</param>
/// <param name="IsAdministrator">Whether all rights are granted.</param>
internal sealed record PrincipalView(string Id, string Name, string TokenHash, bool IsAdministrator);
