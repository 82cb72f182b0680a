using Hcos.Contracts.Usl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;
using Hcos.Usl.Operations;

namespace Hcos.Usl;

/// <summary>
/// Which operations still wait for something. What follows from one is correlated with it; but its task may be ended by
/// something else, a later order or what was observed, and then only the task's id leads back to it.
/// </summary>
internal sealed class UslLookups : ILookups
{
    private readonly HashSet<Guid> _open = [];
    private readonly Dictionary<Guid, Guid> _byTask = [];
    private readonly Dictionary<Guid, Guid> _tasks = [];

    /// <summary>The open operations that an event concerns.</summary>
    public IEnumerable<Guid> Concerned(RecordedEvent happened)
    {
        var correlation = happened.Context.Correlation;
        if (_open.Contains(correlation)) yield return correlation;
        if (happened.Body is not ITaskEnded ended || !_byTask.TryGetValue(ended.Task, out var waiting)) yield break;
        if (waiting != correlation) yield return waiting;
    }

    public void Apply(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case OperationAccepted accepted:
                _open.Add(accepted.Operation.Value);
                break;
            case OperationTaskKnown known:
                _byTask[known.Task] = known.Operation.Value;
                _tasks[known.Operation.Value] = known.Task;
                break;
            case OperationEnded { Code: not OperationCodes.OutcomeUnknown } ended:
                _open.Remove(ended.Operation.Value);
                if (_tasks.Remove(ended.Operation.Value, out var task)) _byTask.Remove(task);
                break;
            default:
                break;
        }
    }
}
