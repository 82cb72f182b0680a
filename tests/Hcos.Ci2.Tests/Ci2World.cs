using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Ci2.Tests;

/// <summary>CI2 in memory; the test plays CIE, ARML and the drivers.</summary>
internal sealed class Ci2World
{
    public static readonly EnvironmentId Lab = new(DerivedId.From("lab"));

    public static readonly EnvironmentAddress Address =
        new("simulated", "simulated://lab", null, null, EnvironmentAccess.Manage);

    public static readonly EnvironmentStatus Status = new("host-1", "simulated 1.0", "all");

    private readonly HashSet<long> _returned = [];

    public Ci2World(Ci2Options? options = null) =>
        Layer = new LayerHarness(Ci2Module.Define(options ?? new Ci2Options()), Catalog);

    public static MessageCatalog Catalog { get; } = new([typeof(EnvironmentId).Assembly], [Ci2Module.Assembly]);

    public LayerHarness Layer { get; }

    public DateTimeOffset Now => Layer.Now;

    /// <summary>What every sweep costs.</summary>
    public long CallsPerSweep { get; set; } = 20;

    /// <summary>A world whose environment was reached, watched and swept once, with these servers in it.</summary>
    public static Ci2World Swept(params ResourceObject[] servers)
    {
        var world = new Ci2World();
        world.Register();
        world.ReachAndWatch();
        world.Sweep(servers);
        return world;
    }

    public static ResourceObject Server(string id, ResourceState state = ResourceState.Running) =>
        new(new ResourceKey(ResourceKind.Server, id), id, state)
        {
            Server = new ServerFacts(1, 1 << 30, "h", [], [], []),
        };

    /// <summary>A server and its volume.</summary>
    public static IReadOnlyList<ResourceObject> ServerWithVolume(string id) =>
    [
        new(new ResourceKey(ResourceKind.Server, id), id, ResourceState.Running)
        {
            Server = new ServerFacts(1, 1 << 30, "h", [], [$"default/{id}"], []),
        },
        new(new ResourceKey(ResourceKind.Volume, $"default/{id}"), id, ResourceState.Running)
        {
            Volume = new VolumeFacts(1 << 30, 1 << 20, "default", "qcow2", null),
        },
    ];

    public static ResourceKey Key(string id) => new(ResourceKind.Server, id);

    public void Register(EnvironmentAddress? address = null) =>
        Layer.Observe("cie", new EnvironmentRegistered(Lab, "lab", address ?? Address));

    public void ReachAndWatch()
    {
        Pass();
        Return<DriverCall.Probe>(new DriverAnswer.Probed(Status, true, Now));
        Pass();
        var watch = Running<DriverCall.Watch>();
        Layer.Report(new WatchBegan(Lab, ((DriverCall.Watch)watch.Request).Number, Now));
    }

    /// <summary>The sweep that is due begins, and shows these servers a moment later.</summary>
    public void Sweep(params ResourceObject[] servers) => EndSweep(BeginSweep(), servers);

    /// <summary>Waits until a sweep is due and begins it; answers when it began.</summary>
    public DateTimeOffset BeginSweep()
    {
        for (var left = 1_000; left > 0 && !IsRunning<DriverCall.Sweep>(); left--) Advance(1);
        Pass();
        return Now;
    }

    public void EndSweep(DateTimeOffset startedAt, params ResourceObject[] servers) =>
        EndSweep(startedAt, Status.Scope, servers);

    public void EndSweep(DateTimeOffset startedAt, string scope, params ResourceObject[] servers)
    {
        Pass();
        var sweep = (DriverCall.Sweep)Running<DriverCall.Sweep>().Request;
        Layer.Report(new ObjectsListed(Lab, sweep.Reach.Generation, startedAt, servers));
        ResourceKind[] kinds = [ResourceKind.Server, ResourceKind.Volume, ResourceKind.Port];
        var listings = kinds.Select(kind => new Listing(
            kind, startedAt, [.. servers.Select(server => server.Key).Where(key => key.Kind == kind)]));
        Return<DriverCall.Sweep>(new DriverAnswer.Swept(scope, startedAt, Now, [.. listings])
        {
            Calls = CallsPerSweep,
            OwnCalls = CallsPerSweep,
        });
    }

    /// <summary>The platform tells of a change of state.</summary>
    public DateTimeOffset Tell(string id, ResourceState state, string detail = "told")
    {
        Pass();
        Layer.Report(new NativeEventSeen(
            Lab, 1, Key(id), new NativeEvent(Key(id), NativeEventKind.StateChanged, state, detail), Now));
        return Now;
    }

    public void TellRemoved(string id)
    {
        Pass();
        Layer.Report(new NativeEventSeen(
            Lab, 1, Key(id), new NativeEvent(Key(id), NativeEventKind.Removed, null, "undefined"), Now));
    }

    /// <summary>A moment passes: no two instants are the same.</summary>
    public void Pass() => Layer.Advance(TimeSpan.FromMilliseconds(1));

    public void Advance(double seconds) => Layer.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>The layer stops, with all its effects, and begins again from its log.</summary>
    public void Restart()
    {
        _returned.Clear();
        Layer.Effects.Clear();
        Layer.Restart();
    }

    public bool IsRunning<TCall>() => Layer.Effects.Exists(effect => effect.Request is TCall && IsUnderWay(effect));

    public EffectStart Running<TCall>() => Layer.Effects.Last(effect => effect.Request is TCall && IsUnderWay(effect));

    public void Return<TCall>(object answer)
    {
        var effect = Running<TCall>();
        _returned.Add(effect.Run);
        Layer.Return(effect, answer);
    }

    /// <summary>A read that is owed begins now and shows this.</summary>
    public void Look(ResourceObject? seen)
    {
        Pass();
        Return<DriverCall.Look>(new DriverAnswer.Looked(seen, Now));
    }

    public void Fail<TCall>(DriverTaskOutcome outcome = DriverTaskOutcome.Unavailable) =>
        Return<TCall>(new DriverAnswer.Failed(outcome, "as the test wanted", Now));

    public IReadOnlyList<TEvent> Of<TEvent>() where TEvent : IEvent => Layer.Of<TEvent>();

    /// <summary>The state that was shown last.</summary>
    public ResourceState? Shown(string id) => Layer.Log.Select(happened => happened.Body switch
    {
        ResourceObserved seen when seen.Key.NativeId == id => seen.Object.State,
        ResourceStateObserved seen when seen.Key.NativeId == id => seen.State,
        ResourceMissing missing when missing.Key.NativeId == id => ResourceState.Missing,
        _ => (ResourceState?)null,
    }).LastOrDefault(state => state is not null);

    private bool IsUnderWay(EffectStart effect) => !_returned.Contains(effect.Run);
}
