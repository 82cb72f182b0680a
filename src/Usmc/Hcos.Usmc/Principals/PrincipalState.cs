namespace Hcos.Usmc.Principals;

/// <summary>What is remembered of a principal.</summary>
/// <param name="TokenHash">SHA-256 of its token in lower-case hexadecimal; null while it is not registered.</param>
/// <param name="IsAdministrator">Whether all rights are granted.</param>
internal sealed record PrincipalState(string? TokenHash, bool IsAdministrator)
{
    public static PrincipalState None { get; } = new(null, false);
}
