using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Many servers that were asked for at once, with their counts.</summary>
internal abstract class BatchProjection : IProjection<BatchView>
{
    public static string View => ViewNames.Batches;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        ServersRequested e => [e.Batch.ToString()],
        BatchMemberEnded e => [e.Batch.ToString()],
        BatchUndoing e => [e.Batch.ToString()],
        ServersCreationEnded e => [e.Batch.ToString()],
        _ => [],
    };

    public static BatchView? Apply(BatchView? view, JournalEntry entry, IRows rows) =>
        (view, entry.Event.Body) switch
        {
            (null, ServersRequested e) => new(e.Batch, entry.Time, e.Members.Count, e.Together)
            {
                Name = e.Members[0].Name,
            },
            (null, _) => null,
            (_, BatchMemberEnded { Outcome: TaskOutcome.Done }) => view with { MadeCount = view.MadeCount + 1 },
            (_, BatchMemberEnded) => view with { FailedCount = view.FailedCount + 1 },
            (_, BatchUndoing e) => view with { MadeCount = 0, Reason = e.Reason },
            (_, ServersCreationEnded e) => view with { Outcome = e.Outcome, Reason = e.Reason, EndedAt = entry.Time },
            _ => view,
        };
}
