using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Operations;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 4: every operation ends by its deadline, once, with a reason; one whose end was unknown then is amended at most
/// once. While USL itself is down or cannot write nobody can end anything: that time is granted, and no more; so is the
/// time that its clock jumps over, and that until it has caught up.
/// </summary>
internal sealed class OperationsEnd(PlatformWorld world) : Invariant
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly SortedDictionary<Guid, OperationAccepted> _open = [];
    private readonly HashSet<Guid> _unknown = [];
    private readonly HashSet<Guid> _ended = [];
    private DateTimeOffset _lastDown = DateTimeOffset.MinValue;

    public override string Name => "4: operations end by their deadlines";

    public override void Committed(RecordedEvent happened)
    {
        // Before it has caught up it tells no timer that it is due.
        if (happened.Log == "usl" && world.Process("usl").Current is { Layer.HasCaughtUp: false })
        {
            DownUntil(happened.Time);
        }

        switch (happened.Body)
        {
            case OperationAccepted accepted:
                _open[accepted.Operation.Value] = accepted;
                break;
            case OperationEnded { IsAmendment: true } ended:
                if (_unknown.Remove(ended.Operation.Value)) break;
                Violated($"{ended.Operation} was amended out of turn", ended.Operation);
                break;
            case OperationEnded ended:
                Ended(ended, happened.Time);
                break;
            case Owned when happened.Log == "usl":
                DownUntil(happened.Time);
                break;
            default:
                break;
        }
    }

    /// <summary>Deadlines that a jump passed over end right after it.</summary>
    public override void ClockSet(Owner owner)
    {
        if (owner.Process.Name == "usl") DownUntil(owner.Now);
    }

    // What is committed before a jump may land after it.
    private void DownUntil(DateTimeOffset at)
    {
        if (at > _lastDown) _lastDown = at;
    }

    public override IEnumerable<string> AtRest() =>
        _open.Values.Select(open => $"operation {open.Operation} ({open.Name} {open.Subject}) has not ended");

    private void Ended(OperationEnded ended, DateTimeOffset at)
    {
        if (!_open.Remove(ended.Operation.Value, out var accepted) || !_ended.Add(ended.Operation.Value))
        {
            Violated($"{ended.Operation} ended without being open", ended.Operation);
        }

        var latest = accepted!.Deadline + Grace;
        if (at > latest && at > _lastDown + Grace + TimeSpan.FromSeconds(8))
        {
            Violated($"{ended.Operation} ended {at - accepted.Deadline} after its deadline", ended.Operation);
        }

        if (ended.Outcome != TaskOutcome.Done && string.IsNullOrWhiteSpace(ended.Reason))
        {
            Violated($"{ended.Operation} ended as {ended.Outcome} {ended.Code} without a reason", ended.Operation);
        }

        var how = $"{ended.Outcome} {ended.Code}: {ended.Reason}";
        world.Tell("operations", $"{accepted.Name} {accepted.Subject} {ended.Operation} {how}");
        if (ended.Code == OperationCodes.OutcomeUnknown) _unknown.Add(ended.Operation.Value);
        world.Counts.Note($"operations {ended.Outcome} {ended.Code}");
    }
}
