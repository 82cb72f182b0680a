using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Reapings, as long as their environment is in the books.</summary>
internal abstract class ReapProjection : IProjection<ReapView>
{
    public static string View => ViewNames.Reaps;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        OrphansReaping e => [e.Reap.ToString()],
        OrphansReapEnded e => [e.Reap.ToString()],
        OrphanGone e => rows.All<ReapView>(View)
            .Where(row => row.Value.Outcome is null && row.Value.Environment == e.Environment)
            .Select(row => row.Key),
        EnvironmentRemoved e => rows.All<ReapView>(View)
            .Where(row => row.Value.Environment == e.Environment).Select(row => row.Key),
        _ => [],
    };

    public static ReapView? Apply(ReapView? view, JournalEntry entry, IRows rows) => (view, entry.Event.Body) switch
    {
        (null, OrphansReaping e) => new(e.Reap, e.Environment, entry.Time)
        {
            Reaps = e.Reaps,
            Keeps = e.Keeps,
            KeptCount = e.Keeps.Count,
        },
        (null, _) => null,
        (_, EnvironmentRemoved) => null,
        (_, OrphanGone e) when view.Reaps.Any(orphan => orphan.Orphan == e.Orphan) =>
            view with { GoneCount = view.GoneCount + 1 },
        (_, OrphansReapEnded e) => view with { Outcome = e.Outcome, Reason = e.Reason, EndedAt = entry.Time },
        _ => view,
    };
}
