using Hcos.Contracts.Bsl;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>The latest placement decision of each server.</summary>
internal abstract class PlacementProjection : IProjection<PlacementView>
{
    public static string View => ViewNames.Placements;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        ServerPlaced e => [e.Server.ToString()],
        ServerDeleted e => [e.Server.ToString()],
        _ => [],
    };

    public static PlacementView? Apply(PlacementView? view, JournalEntry entry, IRows rows) =>
        entry.Event.Body switch
        {
            ServerPlaced e => new PlacementView(e.Server, e.Spec.Name, e.Round, entry.Time, e.Decision),
            ServerDeleted => null,
            _ => view,
        };
}
