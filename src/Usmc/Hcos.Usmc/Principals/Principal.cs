using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Usmc;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Usmc.Principals;

/// <summary>Somebody who is let in with a token. Only the token's hash is ever seen here.</summary>
internal abstract class Principal : IDecider<PrincipalState, UsmcLookups>
{
    private const int HashLength = 64;

    public static PrincipalState Initial => PrincipalState.None;

    public static Decision Decide(PrincipalState state, Given given, UsmcLookups lookups) =>
        given.Message is RegisterPrincipal register ? Register(state, register, lookups) : Decision.Nothing;

    public static PrincipalState Evolve(PrincipalState state, IEvent happened) =>
        happened is PrincipalRegistered registered
            ? new PrincipalState(registered.TokenHash, registered.IsAdministrator)
            : state;

    private static Decision Register(PrincipalState state, RegisterPrincipal register, UsmcLookups lookups)
    {
        if (!ResourceNames.IsValid(register.Name))
        {
            return Decision.Refuse("invalid-name", $"the name of a principal has {ResourceNames.Rule}");
        }

        if (register.TokenHash.Length != HashLength || !register.TokenHash.All(char.IsAsciiHexDigit))
        {
            return Decision.Refuse(
                "invalid-token-hash", "the hash of a token is SHA-256 in 64 hexadecimal digits; hash the token itself");
        }

        var hash = register.TokenHash.ToLowerInvariant();
        if (state == new PrincipalState(hash, register.IsAdministrator)) return Decision.Nothing;
        return lookups.PrincipalOf(hash) is { } other && other != register.Name
            ? Decision.Refuse("duplicate-token", $"this token belongs to {other}; make another one")
            : Decision.Of(new PrincipalRegistered(register.Name, hash, register.IsAdministrator));
    }
}
