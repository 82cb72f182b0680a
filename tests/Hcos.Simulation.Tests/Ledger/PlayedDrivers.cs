using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Ledger;

/// <summary>CI2 as the ledger sees it: a log in which every task is begun and done at once, and never twice.</summary>
internal sealed class PlayedDrivers
{
    private readonly List<RecordedEvent> _log = [];
    private readonly HashSet<Guid> _done = [];
    private long _pruned;

    /// <summary>An environment with hosts that was listed completely.</summary>
    public void Tell(IEvent reached, IReadOnlyList<ResourceObject> hosts, DateTimeOffset now, EnvironmentId environment)
    {
        Append(reached, null, now);
        foreach (var host in hosts)
        {
            Append(new ResourceObserved(environment, host.Key, host, new(now, EvidenceSource.Sweep)), null, now);
        }

        Append(new SweepCompleted(environment, now, 1, []), null, now);
    }

    /// <summary>CIE's log: the environment is registered.</summary>
    public static LayerInput Environment(EnvironmentId environment, DateTimeOffset now)
    {
        var registered = new EnvironmentRegistered(
            environment, "race", new("simulated", "simulated://race", null, null, EnvironmentAccess.Manage));
        var told = Recorded("cie", 1, registered, null, now);
        return new LayerInput.Observed(new EventBatch("cie", 1, 1, now, 1, 1, [told]));
    }

    public void Do(CommandEnvelope command, DateTimeOffset now)
    {
        if (command.Body is not RunDriverTask task) return;
        var id = command.Context.Id;
        if (!_done.Add(task.Task))
        {
            Append(new CommandSettled(id, SettledCodes.Already, null), id, now);
            return;
        }

        var key = new ResourceKey(ResourceKind.Server, task.Resource.ToString());
        var seen = task.Action == DriverAction.Ensure
            ? new ResourceObject(key, task.Spec!.Name, ResourceState.Stopped)
            {
                Server = new(task.Spec.Server!.Vcpus, task.Spec.Server.MemoryBytes, task.Spec.Server.Host, [], [], []),
            }
            : null;
        Append(new DriverTaskBegun(task.Task, task.Environment, task.Resource, task.Action), id, now);
        Append(
            new DriverTaskEnded(
                task.Task, task.Environment, task.Resource, task.Action, DriverTaskOutcome.Done, null, key, seen, now),
            null,
            now);
    }

    /// <summary>What its consumer does not have yet; null when it has everything.</summary>
    public LayerInput? Wanted(long from, DateTimeOffset now)
    {
        var first = (int)(from - 1 - _pruned);
        if (first > 20_000)
        {
            _log.RemoveRange(0, first);
            _pruned += first;
            first = 0;
        }

        return first >= _log.Count
            ? null
            : new LayerInput.Observed(new EventBatch(
                "ci2", 1, 1, now, from, _pruned + _log.Count, _log.GetRange(first, _log.Count - first)));
    }

    private void Append(IEvent body, Guid? causation, DateTimeOffset now) =>
        _log.Add(Recorded("ci2", _pruned + _log.Count + 1, body, causation, now));

    private static RecordedEvent Recorded(string log, long position, IEvent body, Guid? causation, DateTimeOffset now)
    {
        var context = MessageContext.First(DerivedId.OfEvent(log, position)) with { Causation = causation };
        return new RecordedEvent(log, position, "played", position, now, 1, context, null, body);
    }
}
