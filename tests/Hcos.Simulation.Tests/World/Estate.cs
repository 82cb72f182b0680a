using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.Simulated;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Simulation.Tests.World;

/// <summary>An infrastructure environment: a simulated platform, the way to it, and who watches it.</summary>
internal sealed class Estate
{
    // Two listings that lack an object, half a minute apart, are proof; so many lies would be the truth.
    private static readonly TimeSpan BetweenLies = TimeSpan.FromSeconds(75);

    // Nobody sets the clocks of other people's hypervisors.
    private static readonly TimeSpan MostWrong = TimeSpan.FromMinutes(10);

    private readonly PlatformWorld _world;
    private readonly SimulatedPlatform _platform;
    private readonly List<WatchWork> _watchers = [];
    private readonly List<NativeCalls> _underWay = [];
    private IReadOnlyList<ResourceObject>? _servers;
    private long? _wakeAt;
    private int _lie;
    private DateTimeOffset _lied = PlatformWorld.Beginning - BetweenLies;

    public Estate(PlatformWorld world, SimulatedOptions options, SimulatedRuns runs, bool hasEvents)
    {
        _world = world;
        _platform = new SimulatedPlatform(options, runs);
        Name = options.Name;
        Manners = options.Manners;
        var wrong = MostWrong * ((new Dice(world.Seed, $"clock of {Name}").Fraction() * 2) - 1);
        Clock = new SkewedClock(world.Clock, wrong);
        HasEvents = hasEvents;
        Hosts = [.. _platform.Objects(ResourceKind.Host).Select(host => host.Key.NativeId)];
    }

    public string Name { get; }

    /// <summary>How the platform goes about making servers.</summary>
    public PlatformManners Manners { get; }

    public string Endpoint => $"simulated://{Name}";

    /// <summary>Whether the platform tells of changes by itself.</summary>
    public bool HasEvents { get; }

    public IReadOnlyList<string> Hosts { get; }

    /// <summary>Counts the native calls that arrived.</summary>
    public CallCounter Calls { get; } = new();

    /// <summary>What time it is to the platform.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Whether nothing passes between HCOS and the platform.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether it takes every call and answers none.</summary>
    public bool Hangs { get; set; }

    /// <summary>Disks that were made for a server that is not defined.</summary>
    public IReadOnlyList<string> Orphans => _platform.Orphans;

    /// <summary>All servers as they are now.</summary>
    public IReadOnlyList<ResourceObject> Servers => _servers ??= _platform.Objects(ResourceKind.Server);

    /// <summary>All servers that carry the mark of a resource, the oldest first.</summary>
    public IReadOnlyList<ServerCopy> Copies(string resource) => _platform.Copies(resource);

    /// <summary>The resource that a server says it was made for, by the platform's own id of it.</summary>
    public string? MadeFor(string own) => _platform.Server(own)?.Mark;

    /// <summary>The resources that a port is kept for.</summary>
    public IReadOnlyCollection<string> Ports => _platform.Ports;

    /// <summary>What each host has now.</summary>
    public IEnumerable<ResourceObject> HostObjects => _platform.Objects(ResourceKind.Host);

    /// <summary>The keys of all servers and disks that are there now.</summary>
    public IEnumerable<ResourceKey> Everything =>
        Servers.Concat(_platform.Objects(ResourceKind.Volume)).Select(there => there.Key);

    /// <summary>Guests that run and do not answer, by native id.</summary>
    public HashSet<string> Sick { get; } = new(StringComparer.Ordinal);

    /// <summary>Disks of ours that somebody else, or a call that came too late, left behind.</summary>
    public HashSet<string> LeftBehind { get; } = new(StringComparer.Ordinal);

    /// <summary>Servers that are not HCOS's, and how they were left.</summary>
    public SortedDictionary<string, ResourceState> Foreign { get; } = new(StringComparer.Ordinal);

    /// <summary>How foreign servers differ from how they were left.</summary>
    public IEnumerable<string> ForeignChanges()
    {
        var there = Servers.ToDictionary(server => server.Key.NativeId, server => server.State);
        foreach (var (id, state) in Foreign)
        {
            if (!there.TryGetValue(id, out var now)) yield return $"foreign server {id} is gone";
            else if (now != state) yield return $"foreign server {id} was left {state} and is {now}";
        }
    }

    /// <summary>Has the effect of a native call of HCOS, now.</summary>
    public PlatformAnswer Apply(NativeCalls calls, PlatformCall call)
    {
        _world.BeforeNativeCall(this, calls, call);
        var answer = _platform.Apply(call, _world.Now);
        _world.Counts.Note("native calls");
        Calls.Count();
        if (call is PlatformCall.SetPower { Action: PowerAction.Reset or PowerAction.Start } power)
        {
            Sick.Remove(_platform.Server(power.Key.NativeId)?.NativeId ?? power.Key.NativeId);
        }

        if (call is PlatformCall.FindCopies) calls.LookedAt = _platform.Births;

        if (call is PlatformCall.ListKeys { Kind: ResourceKind.Server }) answer = Listed(answer);
        if (call.Changes)
        {
            _world.Tell(Name, $"{Describe(call)} -> {answer}");
            foreach (var invariant in _world.Invariants) invariant.Acted(this, calls, call, answer);
            Changed();
        }

        return answer;
    }

    /// <summary>Somebody else changes something; false when the platform refuses.</summary>
    public bool Outside(string what, Action<OutsideChanges> change)
    {
        try
        {
            change(_platform.Outside);
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        _world.Tell(Name, $"outside: {what}");
        _world.Counts.Fault($"outside {what.Split(' ')[0]}");
        Changed();
        return true;
    }

    /// <summary>Whether anybody is told of changes.</summary>
    public bool IsWatched => _watchers.Count > 0;

    /// <summary>Nothing passes any more; false when it is so already.</summary>
    public bool CutOff()
    {
        if (IsCut) return false;
        IsCut = true;
        _world.Tell(Name, "is cut off");
        foreach (var calls in _underWay.ToList()) calls.Cut();
        foreach (var watcher in _watchers.ToList()) watcher.Lost("the environment is cut off");
        return true;
    }

    public void Mend()
    {
        if (!IsCut) return;
        IsCut = false;
        _world.Tell(Name, "can be reached again");
    }

    /// <summary>One watch loses its connection.</summary>
    public void LoseWatches()
    {
        foreach (var watcher in _watchers.ToList()) watcher.Lost("the connection is gone");
    }

    /// <summary>What was told from now on until the watch is lost never arrives, and nobody notices.</summary>
    public void Deafen()
    {
        foreach (var watcher in _watchers) watcher.IsDeaf = true;
    }

    public void Undeafen()
    {
        foreach (var watcher in _watchers) watcher.IsDeaf = false;
    }

    /// <summary>
    /// The next listing of servers leaves so many percent of them out; never two of those that an absence needs.
    /// </summary>
    public bool LieOnce(int percent)
    {
        if (percent > 0 && (_lie > 0 || _world.Now - _lied <= BetweenLies)) return false;
        _lie = percent;
        return true;
    }

    public void Watch(WatchWork watcher) => _watchers.Add(watcher);

    public void Unwatch(WatchWork watcher) => _watchers.Remove(watcher);

    public void Enter(NativeCalls calls) => _underWay.Add(calls);

    public void Leave(NativeCalls calls) => _underWay.Remove(calls);

    private void Changed()
    {
        _servers = null;
        Tell(_platform.TakeEvents());
        _world.PlatformChanged(this);
        if (_platform.NextDue is not { } due || (_wakeAt is { } at && at <= due.UtcTicks)) return;
        _wakeAt = due.UtcTicks;
        _world.Agenda.Add(due, () =>
        {
            _wakeAt = null;
            _platform.Advance(_world.Now);
            Changed();
        });
    }

    private void Tell(IReadOnlyList<NativeEvent> events)
    {
        foreach (var happened in events)
        {
            _world.Tell(Name, $"event {happened.Key} {happened.Kind} {happened.Detail}");
            foreach (var invariant in _world.Invariants) invariant.Told(this, happened);
            foreach (var watcher in _watchers) watcher.Tell(happened);
        }
    }

    private PlatformAnswer Listed(PlatformAnswer answer)
    {
        if (_lie == 0 || answer is not PlatformAnswer.Keys keys || keys.Items.Count == 0) return answer;
        var left = keys.Items.Count * (100 - _lie) / 100;
        (_lie, _lied) = (0, _world.Now);
        _world.Counts.Fault("listing lacks servers");
        _world.Tell(Name, $"lists {left} of {keys.Items.Count} servers");
        return new PlatformAnswer.Keys([.. keys.Items.Take(left)]);
    }

    private static string Describe(PlatformCall call) => call switch
    {
        PlatformCall.MakeDisks disks => $"MakeDisks {disks.Spec.Id}",
        PlatformCall.DefineServer define => $"DefineServer {define.Spec.Id} {define.Spec.Name}",
        PlatformCall.SetPower power => $"SetPower {power.Key.NativeId} {power.Action}",
        PlatformCall.UndefineServer undefine => $"UndefineServer {undefine.Key.NativeId}",
        PlatformCall.RemoveDisks remove => $"RemoveDisks {remove.Server.NativeId}",
        PlatformCall.EnsurePort port => $"EnsurePort {port.Server}",
        PlatformCall.RemovePort port => $"RemovePort {port.Server}",
        PlatformCall.CreateServer create => $"CreateServer {create.Spec.Id} {create.Spec.Name}",
        PlatformCall.EquipServer equip => $"EquipServer {equip.Copy} {equip.Spec.Id}",
        PlatformCall.FinishServer finish => $"FinishServer {finish.Copy}",
        PlatformCall.RemoveServer remove => $"RemoveServer {remove.Copy}",
        _ => call.GetType().Name,
    };
}
