using Hcos.Contracts.Usl;
using Hcos.Usl.Journal;
using Hcos.Usl.Operations;

namespace Hcos.Usl.Views;

/// <summary>Operations with their ends.</summary>
internal abstract class OperationProjection : IProjection<OperationView>
{
    public static string View => ViewNames.Operations;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        OperationStarted e => [e.Operation.ToString()],
        OperationRunning e => [e.Operation.ToString()],
        OperationEnded e => [e.Operation.ToString()],
        _ => [],
    };

    public static OperationView? Apply(OperationView? view, JournalEntry entry, IRows rows) =>
        (view, entry.Event.Body) switch
        {
            (_, OperationStarted e) => new OperationView(e.Operation, e.Name, e.Subject, e.At)
            {
                Deadline = e.Deadline,
                Principal = e.Principal,
                RequestHash = e.RequestHash,
            },
            (null, _) => null,
            (_, OperationRunning) => view with { Status = OperationStatus.Running },
            (_, OperationEnded e) => view with
            {
                Status = OperationStatus.Ended,
                Outcome = e.Outcome,
                Code = e.Code,
                Reason = e.Reason,
                LeftBehind = e.LeftBehind.Count == 0 ? null : e.LeftBehind,
                IsAmended = e.IsAmendment,
                EndedAt = entry.Time,
            },
            _ => view,
        };
}
