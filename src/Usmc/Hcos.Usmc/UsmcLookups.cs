using Hcos.Contracts.Usmc;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Usmc;

/// <summary>Who shows which token: a token lets in one principal only.</summary>
internal sealed class UsmcLookups : ILookups
{
    private readonly SortedDictionary<string, string> _principalByHash = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _hashByPrincipal = new(StringComparer.Ordinal);

    public string? PrincipalOf(string tokenHash) => _principalByHash.GetValueOrDefault(tokenHash);

    public void Apply(RecordedEvent happened)
    {
        if (happened.Body is not PrincipalRegistered registered) return;
        if (_hashByPrincipal.Remove(registered.Name, out var former)) _principalByHash.Remove(former);
        _hashByPrincipal[registered.Name] = registered.TokenHash;
        _principalByHash[registered.TokenHash] = registered.Name;
    }
}
