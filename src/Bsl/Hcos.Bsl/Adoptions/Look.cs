using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;

namespace Hcos.Bsl.Adoptions;

/// <summary>Why servers of an environment are not adopted, one after another: each name is given once.</summary>
internal sealed class Look(AdoptServers adopt, BslLookups lookups)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _shared = lookups.SharedVolumesIn(adopt.Environment);

    /// <summary>Why not; null when it is adopted.</summary>
    public NotAdopted? At(ForeignServerChanged server)
    {
        if (lookups.IsAdopting(server)) return Not(server, "already-ours", "it is in the books, or about to be");
        if (server.WhyNot is { } word) return Not(server, word, WhyOf(word));
        if (server.Host is null) return Not(server, "no-host", "the platform does not say which host it is on");
        if (server.Volumes.FirstOrDefault(_shared.Contains) is { } volume)
        {
            return Not(server, "volumes-shared", $"another server has its disk {volume} too");
        }

        if ((adopt.Name ?? Mapping.NameOf(server.Name)) is not { } name)
        {
            return Not(
                server,
                "invalid-name",
                $"its name cannot be used here: adopt it alone with a name that is {ResourceNames.Rule}");
        }

        return lookups.IsTaken(name) || !_names.Add(name)
            ? Not(server, "name-taken", $"there is a server '{name}' already: adopt it alone with another name")
            : null;
    }

    private static NotAdopted Not(ForeignServerChanged server, string code, string reason) =>
        new(server.Key, server.Name, code, reason);

    private static string WhyOf(string word) => word switch
    {
        "double" => "it is a second copy of a server that is in the books: see orphans list",
        "volumes-shared" => "it has a disk that was made here for another server",
        _ => "the layer below says so",
    };
}
