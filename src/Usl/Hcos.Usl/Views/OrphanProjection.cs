using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>What has no counterpart: on a platform without an owner, or in the books without an object.</summary>
internal abstract class OrphanProjection : IProjection<OrphanView>
{
    public static string View => ViewNames.Orphans;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        OrphanFound e => [e.Orphan.ToString()],
        OrphanGone e => [e.Orphan.ToString()],
        OrphansSeen e => In(e.Environment, rows),
        OrphansReaping e => e.Reaps.Select(orphan => orphan.Orphan.ToString()),
        OrphansReapEnded e => In(e.Environment, rows),
        ResourceStatusChanged e => [IdOf(e.Environment, e.Resource).ToString()],
        ClaimReleased e => [IdOf(e.Environment, e.Resource).ToString()],
        EnvironmentRemoved e => In(e.Environment, rows),
        _ => [],
    };

    public static OrphanView? Apply(OrphanView? view, JournalEntry entry, IRows rows) =>
        (view, entry.Event.Body) switch
        {
            (_, OrphanFound e) => Found(view, e),
            (_, ResourceStatusChanged e) => e.State == ResourceState.Missing ? Missing(e, rows) : null,
            (_, OrphanGone or ClaimReleased or EnvironmentRemoved) => null,
            (null, _) => null,
            (_, OrphansSeen e) => view.Place == OrphanPlace.OnPlatform ? view with { LastSeen = e.At } : view,
            (_, OrphansReaping e) => view with { Reap = e.Reap },
            (_, OrphansReapEnded e) => view.Reap == e.Reap ? view with { Reap = null } : view,
            _ => view,
        };

    private static OrphanView Found(OrphanView? view, OrphanFound found) =>
        new(found.Orphan, OrphanPlace.OnPlatform, found.Environment, found.Cause)
        {
            Name = found.Name,
            Kind = found.Key.Kind,
            NativeId = found.Key.NativeId,
            State = found.State,
            Resource = found.MadeFor,
            Reason = found.Cause switch
            {
                OrphanCause.ClaimEnded => "it was made here, and its claim is over",
                OrphanCause.Double => "it says that it is a server in the books, and that is another object",
                _ => "it carries HCOS's mark, and these books never claimed it",
            },
            FirstSeen = found.FirstSeen,
            SeenAgain = found.SeenAgain,
            LastSeen = view?.LastSeen > found.SeenAgain ? view.LastSeen : found.SeenAgain,
            Reap = view?.Reap,
        };

    private static OrphanView Missing(ResourceStatusChanged status, IRows rows)
    {
        var binding = rows.Get<BindingView>(ViewNames.Bindings, status.Resource.ToString());
        return new(
            IdOf(status.Environment, status.Resource),
            OrphanPlace.InBooks,
            status.Environment,
            OrphanCause.ObjectMissing)
        {
            Name = binding?.ServerName,
            Kind = ResourceKind.Server,
            NativeId = binding?.Row is { } row ? row[(row.LastIndexOf('/') + 1)..] : null,
            State = ResourceState.Missing,
            Resource = status.Resource,
            Reason = "it was looked for twice and is not there: delete it here, or bring it back on its platform",
            FirstSeen = status.Evidence.At,
            SeenAgain = status.Evidence.At,
            LastSeen = status.Evidence.At,
        };
    }

    private static OrphanId IdOf(EnvironmentId environment, ResourceId resource) =>
        new(DerivedId.From("missing", environment.ToString(), resource.ToString()));

    private static IEnumerable<string> In(EnvironmentId environment, IRows rows) => rows.All<OrphanView>(View)
        .Where(row => row.Value.Environment == environment).Select(row => row.Key);
}
