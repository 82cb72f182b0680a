using System.Collections.Frozen;
using Hcos.Usl.Views;

namespace Hcos.Usl.Api;

/// <summary>Which view each noun of the API reads, and which of its rows.</summary>
internal static class Nouns
{
    private static readonly FrozenDictionary<string, (string View, string? Kind, Type Row)> Known =
        new Dictionary<string, (string View, string? Kind, Type Row)>
        {
            ["environments"] = (ViewNames.Environments, null, typeof(EnvironmentView)),
            ["resources"] = (ViewNames.Resources, null, typeof(ResourceView)),
            ["images"] = (ViewNames.Resources, "image", typeof(ResourceView)),
            ["volumes"] = (ViewNames.Resources, "volume", typeof(ResourceView)),
            ["networks"] = (ViewNames.Resources, "network", typeof(ResourceView)),
            ["hosts"] = (ViewNames.Resources, "host", typeof(ResourceView)),
            ["servers"] = (ViewNames.Servers, null, typeof(ServerView)),
            ["systems"] = (ViewNames.Systems, null, typeof(SystemView)),
            ["operations"] = (ViewNames.Operations, null, typeof(OperationView)),
            ["placements"] = (ViewNames.Placements, null, typeof(PlacementView)),
            ["credentials"] = (ViewNames.Credentials, null, typeof(CredentialView)),
            ["streams"] = (ViewNames.Streams, null, typeof(StreamView)),
            ["orphans"] = (ViewNames.Orphans, null, typeof(OrphanView)),
            ["adoptions"] = (ViewNames.Adoptions, null, typeof(AdoptionView)),
            ["series"] = (ViewNames.Series, null, typeof(SeriesView)),
            ["reaps"] = (ViewNames.Reaps, null, typeof(ReapView)),
            ["principals"] = (ViewNames.Principals, null, typeof(PrincipalView)),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The view of a noun, and what its rows have in common.</summary>
    public static (string View, IReadOnlyList<KeyValuePair<string, string>> Filter) ViewOf(string noun)
    {
        var (view, kind, _) = Known[noun];
        return (view, kind is null ? [] : [KeyValuePair.Create("kind", kind)]);
    }

    /// <summary>
    /// The fields by which a client may name a row that it has no key of: its name; an id may also be the one that we
    /// gave a resource, or that its platform did.
    /// </summary>
    public static IReadOnlyList<string> NamingFields(string noun, bool isId) =>
        isId && RowOf(noun) == typeof(ResourceView) ? ["name", "resource", "nativeId"] : ["name"];

    /// <summary>What a row of the noun looks like.</summary>
    public static Type RowOf(string noun) => Known[noun].Row;
}
