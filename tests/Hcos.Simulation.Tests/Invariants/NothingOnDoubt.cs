using Hcos.Bsl;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 8: nothing is stopped, deleted or restarted elsewhere while the evidence for its state is missing. A task that
/// changes the execution of a server is begun on a known state; what ESL restores was seen to need it; a server is
/// placed again only after what was made before is surely gone, and a bounded number of times. A delete rests on no
/// state: what is to go goes however it stands.
/// </summary>
internal sealed class NothingOnDoubt : Invariant
{
    private static readonly int MostRounds = new BslOptions().MostRounds;
    private readonly Dictionary<ServerId, ResourceState> _states = [];
    private readonly Dictionary<ServerId, InstanceState> _instances = [];
    private readonly Dictionary<ServerId, ResourceId> _placed = [];
    private readonly HashSet<ResourceId> _claimed = [];

    public override string Name => "8: nothing is done on doubt";

    public override void Committed(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case ServerStateChanged changed when happened.Log == "bsl":
                _states[changed.Server] = changed.State;
                break;
            case ServerTaskBegun begun when happened.Log == "bsl":
                Begun(begun);
                break;
            case ServerPlaced placed when happened.Log == "bsl":
                Placed(placed);
                break;
            case InstanceStateChanged changed when happened.Log == "esl":
                _instances[changed.Server] = changed.State;
                break;
            case InstanceHealing healing when happened.Log == "esl":
                Healing(healing);
                break;
            default:
                Ledger(happened);
                break;
        }
    }

    private void Ledger(RecordedEvent happened)
    {
        if (happened.Log != "arml") return;
        switch (happened.Body)
        {
            case CapacityClaimed claimed:
                _claimed.Add(claimed.Resource);
                break;
            case ClaimReleased released:
                _claimed.Remove(released.Resource);
                break;
            default:
                break;
        }
    }

    private void Begun(ServerTaskBegun begun)
    {
        if (begun.Kind is ServerTaskKind.Delete or ServerTaskKind.Create) return;
        var state = _states.GetValueOrDefault(begun.Server, ResourceState.Unknown);
        if (state is ResourceState.Unknown or ResourceState.Missing)
        {
            Violated($"{begun.Kind} of {begun.Server} was begun while it was {state}", begun.Server);
        }
    }

    private void Placed(ServerPlaced placed)
    {
        if (_placed.TryGetValue(placed.Server, out var former) && _claimed.Contains(former))
        {
            Violated($"{placed.Server} is placed again while {former} is claimed", placed.Server, former);
        }

        if (placed.Round > MostRounds) Violated($"{placed.Server} is placed {placed.Round} times", placed.Server);
        _placed[placed.Server] = placed.Resource;
    }

    private void Healing(InstanceHealing healing)
    {
        var state = _instances.GetValueOrDefault(healing.Server, InstanceState.Unknown);
        if (state is not (InstanceState.Down or InstanceState.Unhealthy))
        {
            Violated($"{healing.Action} of {healing.Server} while it was {state}", healing.Server);
        }
    }
}
