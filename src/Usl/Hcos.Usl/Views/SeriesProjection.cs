using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Many servers that were asked for at once, with their counts.</summary>
internal abstract class SeriesProjection : IProjection<SeriesView>
{
    public static string View => ViewNames.Series;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        ServersRequested e => [e.Series.ToString()],
        SeriesMemberEnded e => [e.Series.ToString()],
        SeriesUndoing e => [e.Series.ToString()],
        ServersCreationEnded e => [e.Series.ToString()],
        _ => [],
    };

    public static SeriesView? Apply(SeriesView? view, JournalEntry entry, IRows rows) =>
        (view, entry.Event.Body) switch
        {
            (null, ServersRequested e) => new(e.Series, entry.Time, e.Members.Count, e.Together)
            {
                Name = e.Members[0].Name,
            },
            (null, _) => null,
            (_, SeriesMemberEnded { Outcome: TaskOutcome.Done }) => view with { MadeCount = view.MadeCount + 1 },
            (_, SeriesMemberEnded) => view with { FailedCount = view.FailedCount + 1 },
            (_, SeriesUndoing e) => view with { MadeCount = 0, Reason = e.Reason },
            (_, ServersCreationEnded e) => view with { Outcome = e.Outcome, Reason = e.Reason, EndedAt = entry.Time },
            _ => view,
        };
}
