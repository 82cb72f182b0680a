using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>3: what was acknowledged to a user stands in the journal, once, and ends.</summary>
internal sealed class NothingAcknowledgedIsLost : Invariant
{
    private readonly HashSet<Guid> _accepted = [];
    private readonly HashSet<Guid> _ended = [];
    private readonly SortedSet<Guid> _acknowledged = [];

    public override string Name => "3: nothing acknowledged is lost";

    public void Acknowledged(Guid operation)
    {
        _acknowledged.Add(operation);
        if (_accepted.Contains(operation)) return;
        Violated($"{operation} was acknowledged and is not in the journal", operation);
    }

    public override void Committed(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case OperationAccepted accepted when !_accepted.Add(accepted.Operation.Value):
                Violated($"{accepted.Operation} was accepted twice", accepted.Operation);
                break;
            case OperationEnded ended:
                _ended.Add(ended.Operation.Value);
                break;
            default:
                break;
        }
    }

    public override IEnumerable<string> AtRest()
    {
        return _acknowledged
            .Where(id => !_ended.Contains(id))
            .Select(id => $"operation {id} was acknowledged and has not ended");
    }
}
