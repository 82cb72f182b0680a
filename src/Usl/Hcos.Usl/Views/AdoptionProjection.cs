using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Adoptions with their mapping, as long as their environment is in the books.</summary>
internal abstract class AdoptionProjection : IProjection<AdoptionView>
{
    public static string View => ViewNames.Adoptions;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        ServersAdopting e => [e.Adoption.ToString()],
        ServerAdopted e => [e.Adoption.ToString()],
        ServerNotAdopted e => [e.Adoption.ToString()],
        ServersAdoptionEnded e => [e.Adoption.ToString()],
        EnvironmentRemoved e => rows.All<AdoptionView>(View)
            .Where(row => row.Value.Environment == e.Environment).Select(row => row.Key),
        _ => [],
    };

    public static AdoptionView? Apply(AdoptionView? view, JournalEntry entry, IRows rows) =>
        (view, entry.Event.Body) switch
        {
            (null, ServersAdopting e) => new(e.Adoption, e.Environment, entry.Time)
            {
                Adopts = e.Adopts,
                Leaves = e.Leaves,
                LeftCount = e.Leaves.Count,
            },
            (null, _) => null,
            (_, EnvironmentRemoved) => null,
            (_, ServerAdopted) => view with { AdoptedCount = view.AdoptedCount + 1 },
            (_, ServerNotAdopted e) => view with
            {
                Adopts = [.. view.Adopts.Where(server => server.Server != e.Server)],
                Leaves = [.. view.Leaves, e.Left],
                LeftCount = view.LeftCount + 1,
            },
            (_, ServersAdoptionEnded e) => view with
            {
                Outcome = e.Outcome,
                Reason = e.Reason,
                EndedAt = entry.Time,
            },
            _ => view,
        };
}
