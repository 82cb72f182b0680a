using Hcos.Kernel.Stores;

namespace Hcos.Usl.Views;

/// <summary>
/// Operations are the rows whose number only grows. Of those that have ended the latest stay in memory; the others are
/// in the store. One whose outcome is not known may still be amended, and stays.
/// </summary>
internal sealed class Retirement(int most)
{
    private readonly Queue<string> _ended = new();

    /// <summary>What of a view is read into memory at the start: of operations those that are not over.</summary>
    public static IReadOnlyList<ViewQuery> Kept(string view) => view != ViewNames.Operations
        ? [new ViewQuery()]
        :
        [
            new ViewQuery { Equal = [new("status", "accepted")] },
            new ViewQuery { Equal = [new("status", "running")] },
            new ViewQuery { Equal = [new("code", Operations.OperationCodes.OutcomeUnknown)] },
        ];

    /// <summary>Has the fold forget what ended long ago; the changes say so to whoever shows the rows.</summary>
    public void Note(IReadOnlyList<ViewChange> changes, ViewFold fold)
    {
        foreach (var change in changes)
        {
            if (change.View != ViewNames.Operations) continue;
            var row = fold.Get<OperationView>(change.View, change.Key);
            if (row is { Status: OperationStatus.Ended, Code: not Operations.OperationCodes.OutcomeUnknown })
            {
                _ended.Enqueue(change.Key);
            }
        }

        while (_ended.Count > most) fold.Forget(ViewNames.Operations, _ended.Dequeue());
    }
}
