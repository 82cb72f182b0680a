using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Bsl.Tests.Ladder;

/// <summary>
/// Plays CI2 with a platform behind it: takes driver tasks on, does them once, and tells what it saw.
/// </summary>
internal sealed class FakeCi2
{
    private readonly SortedDictionary<string, ResourceObject> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, RunDriverTask> _tasks = [];
    private readonly List<RunDriverTask> _held = [];
    private LayerNetwork? _network;

    /// <summary>How a task ends; null holds it until <see cref="Go"/>.</summary>
    public Func<RunDriverTask, DriverTaskOutcome?> Outcome { get; set; } = _ => DriverTaskOutcome.Done;

    /// <summary>Whether a guest that is asked to shut down does.</summary>
    public bool GuestsShutDown { get; set; } = true;

    /// <summary>The servers on the platform, by native id.</summary>
    public IReadOnlyDictionary<string, ResourceObject> Servers => _servers;

    /// <summary>All tasks that were taken on, once each.</summary>
    public IReadOnlyCollection<RunDriverTask> Tasks => _tasks.Values;

    public void Join(LayerNetwork network) => _network = network;

    public IReadOnlyList<IEvent> Answer(CommandEnvelope envelope)
    {
        var task = (RunDriverTask)envelope.Body;
        if (!_tasks.TryAdd(task.Task, task))
        {
            return [new CommandSettled(envelope.Context.Id, SettledCodes.Already, null)];
        }

        if (Outcome(task) is { } outcome) _network!.TellLater("ci2", envelope, [.. End(task, outcome)]);
        else _held.Add(task);
        return [new DriverTaskBegun(task.Task, task.Environment, task.Resource, task.Action)];
    }

    /// <summary>Somebody else makes a server.</summary>
    public ResourceObject Settle(string nativeId, string name, string host, params string[] volumes) =>
        _servers[nativeId] = new(new(ResourceKind.Server, nativeId), name, ResourceState.Running)
        {
            Server = new(1, 1L << 30, host, [], volumes, []),
            Native = new("fake", "everything"),
        };

    /// <summary>A server has snapshots that were taken before anybody here knew of it.</summary>
    public ResourceObject Keeps(string nativeId, params SnapshotFacts[] snapshots)
    {
        var server = _servers[nativeId];
        return _servers[nativeId] = server with { Server = server.Server! with { Snapshots = snapshots } };
    }

    /// <summary>Ends all tasks that are held.</summary>
    public void Go(DriverTaskOutcome outcome)
    {
        var ended = _held.SelectMany(task => End(task, outcome)).ToArray();
        _held.Clear();
        _network!.Tell("ci2", ended);
    }

    /// <summary>Somebody changes a server behind our back, and the platform tells of it.</summary>
    public void Becomes(EnvironmentId environment, ResourceId resource, ResourceState state)
    {
        _servers[resource.ToString()] = _servers[resource.ToString()] with { State = state };
        var key = new ResourceKey(ResourceKind.Server, resource.ToString());
        var evidence = new Evidence(_network!.Now, EvidenceSource.Event, $"{state}");
        _network.Tell("ci2", new ResourceStateObserved(environment, key, state, evidence));
    }

    private IEnumerable<IEvent> End(RunDriverTask task, DriverTaskOutcome outcome)
    {
        var key = task.Key ?? new ResourceKey(ResourceKind.Server, task.Resource.ToString());
        var seen = outcome == DriverTaskOutcome.Done ? Do(task, key) : _servers.GetValueOrDefault(key.NativeId);
        var now = _network!.Now;
        var evidence = new Evidence(now, EvidenceSource.Effect);
        if (seen is not null) yield return new ResourceObserved(task.Environment, key, seen, evidence);
        if (task.Action == DriverAction.Delete && outcome == DriverTaskOutcome.Done)
        {
            yield return new ResourceMissing(task.Environment, key, new(now, EvidenceSource.Effect));
        }

        var reason = outcome == DriverTaskOutcome.Done ? null : $"the platform says {outcome}";
        yield return new DriverTaskEnded(
            task.Task, task.Environment, task.Resource, task.Action, outcome, reason, key, seen, now);
    }

    private ResourceObject? Do(RunDriverTask task, ResourceKey key)
    {
        if (task.Action == DriverAction.Look) return _servers.GetValueOrDefault(key.NativeId);
        if (task.Action == DriverAction.Delete)
        {
            _servers.Remove(key.NativeId);
            return null;
        }

        if (task.Action == DriverAction.Ensure)
        {
            // An existing server's execution is left alone.
            var made = _servers.GetValueOrDefault(key.NativeId) ?? Made(task.Spec!, key);
            if (task.Power is { } follows) made = made with { State = After(follows, made.State) };
            return _servers[key.NativeId] = made;
        }

        if (!_servers.TryGetValue(key.NativeId, out var server)) throw new InvalidOperationException("no such server");
        if (task.Change is { } change) return _servers[key.NativeId] = Changed(server, change);
        return _servers[key.NativeId] = server with { State = After(task.Power!.Value, server.State) };
    }

    private static ResourceObject Changed(ResourceObject server, ServerChange change) => change switch
    {
        { Kind: ServerChangeKind.Resize, Size: { } size } => server with
        {
            Server = server.Server! with { Vcpus = size.Vcpus, MemoryBytes = size.MemoryBytes },
        },
        { Kind: ServerChangeKind.Snapshot, Snapshot: { } kept } => server with
        {
            Server = server.Server! with
            {
                Snapshots = [.. server.Server.Snapshots ?? [], new SnapshotFacts(kept.Name, kept.Id)],
            },
        },
        { Kind: ServerChangeKind.DeleteSnapshot, Snapshot: { } gone } => server with
        {
            Server = server.Server! with
            {
                Snapshots = [.. (server.Server.Snapshots ?? []).Where(kept => kept.Id != gone.Id)],
            },
        },
        _ => server,
    };

    private static ResourceObject Made(ResourceSpec spec, ResourceKey key) =>
        new(key, spec.Name, ResourceState.Stopped)
        {
            Server = new(spec.Server!.Vcpus, spec.Server.MemoryBytes, spec.Server.Host, [], [], []),
            Native = new("fake", "everything"),
        };

    private ResourceState After(PowerAction action, ResourceState before) => action switch
    {
        PowerAction.Start or PowerAction.Resume or PowerAction.Reset => ResourceState.Running,
        PowerAction.Pause => ResourceState.Paused,
        PowerAction.Suspend => ResourceState.Suspended,
        PowerAction.PowerOff => ResourceState.Stopped,
        _ => GuestsShutDown ? ResourceState.Stopped : before,
    };
}
