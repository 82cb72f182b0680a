using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Wire;

/// <summary>
/// All ways between the drivers and one estate, and what tests do to them. A passage is one request or one answer that
/// passes. May be used from several threads; nothing of it starts a thread.
/// </summary>
public sealed class SimulatedWire
{
    private readonly Lock _lock = new();
    private readonly List<SimulatedHold> _holds = [];
    private readonly List<(SimulatedFault Fault, Func<PlatformCall, bool> Which)> _faults = [];
    private readonly List<(int Passage, Action Happens)> _actions = [];
    private readonly List<TaskCompletionSource<PlatformAnswer?>> _waiting = [];
    private readonly Action _onCut;

    internal SimulatedWire(Action onCut) => _onCut = onCut;

    /// <summary>Whether nothing passes now.</summary>
    public bool IsCut { get; private set; }

    /// <summary>How many requests and answers have passed.</summary>
    public int Passages { get; private set; }

    /// <summary>How many of the requests were of a kind that may change something.</summary>
    public int ChangingRequests { get; private set; }

    /// <summary>Cuts the environment off: calls under way break, what is on its way is dropped, watches end.</summary>
    public void CutOff()
    {
        List<TaskCompletionSource<PlatformAnswer?>> waiting;
        lock (_lock)
        {
            IsCut = true;
            Cuts++;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        _onCut();
        waiting.ForEach(answer => answer.TrySetResult(null));
    }

    /// <summary>Ends <see cref="CutOff"/>.</summary>
    public void Restore()
    {
        lock (_lock)
        {
            IsCut = false;
        }
    }

    /// <summary>Holds the next call that <paramref name="which"/> picks at <paramref name="point"/>.</summary>
    public SimulatedHold Hold(PassagePoint point, Func<PlatformCall, bool> which)
    {
        ArgumentNullException.ThrowIfNull(which);
        var hold = new SimulatedHold(point, which);
        lock (_lock)
        {
            _holds.Add(hold);
        }

        return hold;
    }

    /// <summary>Holds the next listing of <paramref name="kind"/> when it has read so many objects.</summary>
    public SimulatedHold HoldListing(ResourceKind kind, int afterObjects) =>
        Hold(
            PassagePoint.BeforeEffect,
            call => call is PlatformCall.ReadObject read && read.Key.Kind == kind && read.Listed == afterObjects);

    /// <summary>Lets the next <paramref name="times"/> calls that <paramref name="which"/> picks go wrong.</summary>
    public void Inject(SimulatedFault fault, Func<PlatformCall, bool> which, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(which);
        lock (_lock)
        {
            _faults.AddRange(Enumerable.Repeat((fault, which), times));
        }
    }

    /// <summary>
    /// Does something just before the <paramref name="ahead"/>th passage from now (1: the next) passes.
    /// </summary>
    public void At(int ahead, Action happens)
    {
        lock (_lock)
        {
            _actions.Add((Passages + ahead, happens));
        }
    }

    /// <summary>Forgets all holds (releasing them), faults and actions that have not come into play.</summary>
    public void Calm()
    {
        List<SimulatedHold> holds;
        lock (_lock)
        {
            holds = [.. _holds];
            _holds.Clear();
            _faults.Clear();
            _actions.Clear();
        }

        holds.ForEach(hold => hold.Release());
    }

    /// <summary>Registers a caller that waits for an answer; false when the wire is cut.</summary>
    internal bool TryWait(TaskCompletionSource<PlatformAnswer?> answer)
    {
        lock (_lock)
        {
            if (!IsCut)
            {
                _waiting.Add(answer);
            }

            return !IsCut;
        }
    }

    internal void EndWait(TaskCompletionSource<PlatformAnswer?> answer)
    {
        lock (_lock)
        {
            _waiting.Remove(answer);
        }
    }

    /// <summary>How often it was cut: what was on its way before the last time never arrives.</summary>
    internal int Cuts { get; private set; }

    /// <summary>Lets a request or an answer pass; false when it is dropped.</summary>
    /// <param name="call">The call.</param>
    /// <param name="point">Where it is.</param>
    /// <param name="cuts">How often the wire had been cut when the request was sent.</param>
    /// <param name="cancellationToken">Gives up waiting for a hold.</param>
    internal async Task<bool> PassAsync(
        PlatformCall call, PassagePoint point, int cuts, CancellationToken cancellationToken)
    {
        var (actions, hold) = Meet(call, point);
        actions.ForEach(action => action());
        if (hold is not null)
        {
            hold.Reach(call);
            await hold.Released.WaitAsync(cancellationToken);
        }

        return !IsCut && Cuts == cuts;
    }

    /// <summary>Takes the fault that is meant for <paramref name="call"/>, if there is one.</summary>
    internal SimulatedFault? TakeFault(PlatformCall call)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(fault => fault.Which(call));
            if (index < 0)
            {
                return null;
            }

            var fault = _faults[index].Fault;
            _faults.RemoveAt(index);
            return fault;
        }
    }

    private (List<Action> Actions, SimulatedHold? Hold) Meet(PlatformCall call, PassagePoint point)
    {
        lock (_lock)
        {
            Passages++;
            ChangingRequests += call.Changes && point == PassagePoint.BeforeEffect ? 1 : 0;
            List<Action> actions = [.. _actions.Where(a => a.Passage == Passages).Select(a => a.Happens)];
            _actions.RemoveAll(action => action.Passage == Passages);
            var hold = _holds.Find(hold => hold.Point == point && hold.Which(call));
            if (hold is not null)
            {
                _holds.Remove(hold);
            }

            return (actions, hold);
        }
    }
}
