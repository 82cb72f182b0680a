using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 3: what was acknowledged to a user stands in the journal, once, and ends; what a layer acknowledged at its own door
/// stands in its log.
/// </summary>
internal sealed class NothingAcknowledgedIsLost : Invariant
{
    private readonly HashSet<Guid> _accepted = [];
    private readonly HashSet<Guid> _ended = [];
    private readonly SortedSet<Guid> _acknowledged = [];
    private readonly HashSet<(string Layer, Guid Command)> _atDoors = [];

    public override string Name => "3: nothing acknowledged is lost";

    public void Acknowledged(Guid operation)
    {
        _acknowledged.Add(operation);
        if (_accepted.Contains(operation)) return;
        Violated($"{operation} was acknowledged and is not in the journal", operation);
    }

    /// <summary>A layer acknowledged what it was asked at its own door.</summary>
    public void AcknowledgedAtDoor(string layer, Guid command)
    {
        if (_atDoors.Contains((layer, command))) return;
        Violated($"{command} was acknowledged by {layer}, whose log knows nothing of it", command);
    }

    public override void Committed(RecordedEvent happened)
    {
        if (happened is { SettlesUntil: not null, Context.Causation: { } command } && IsDoor(happened.Log))
        {
            _atDoors.Add((happened.Log, command));
        }

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

    /// <summary>Credentials and principals do not come by USL.</summary>
    private static bool IsDoor(string log) => log is "ci2" or "usmc";

    public override IEnumerable<string> AtRest()
    {
        return _acknowledged
            .Where(id => !_ended.Contains(id))
            .Select(id => $"operation {id} was acknowledged and has not ended");
    }
}
