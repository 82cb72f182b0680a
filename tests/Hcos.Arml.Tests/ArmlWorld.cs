using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Arml.Tests;

/// <summary>The real layer over a played CIE and CI2, with one environment of one host: 8 processors, 64 GiB.</summary>
internal sealed class ArmlWorld
{
    public const long Gib = 1L << 30;

    public ArmlWorld(bool isReady = true, EnvironmentAccess access = EnvironmentAccess.Manage)
    {
        var catalog = new MessageCatalog([typeof(ClaimCapacity).Assembly], [typeof(ArmlModule).Assembly]);
        Layer = new LayerHarness(ArmlModule.Define(new ArmlOptions()), catalog);
        Claim = new ClaimCapacity(
            new(DerivedId.From("claim")),
            Web,
            Lab,
            "h1",
            new(2, 4 * Gib, 10 * Gib),
            new(Web, ResourceKind.Server, "web-1") { Server = new(2, 4 * Gib, Host: "h1") },
            Layer.Now + TimeSpan.FromSeconds(100),
            Start: true);
        if (!isReady) return;
        Register(access);
        Reached();
        See(HostObject("h1"));
        See(PoolObject("default", 1000));
        Sweep();
    }

    public LayerHarness Layer { get; }

    public EnvironmentId Lab { get; } = new(DerivedId.From("lab"));

    public ResourceId Web { get; } = new(DerivedId.From("web"));

    /// <summary>A claim that fits.</summary>
    public ClaimCapacity Claim { get; }

    public ResourceKey WebKey => ServerKey(Web.ToString());

    /// <summary>What was told last of the host.</summary>
    public HostCapacityChanged Host => Layer.Of<HostCapacityChanged>().Last(e => e.Host == "h1");

    public ResourceStatusChanged Status => Layer.Of<ResourceStatusChanged>()[^1];

    public RunDriverTask Task => (RunDriverTask)Layer.Sent<RunDriverTask>().Body;

    /// <summary>The adoption of a server that is nobody's, under an identity of its own.</summary>
    public AdoptResource Adopt(ResourceKey key, string name = "web-1")
    {
        var resource = new ResourceId(DerivedId.From("adopted", key.NativeId));
        return new(
            new(DerivedId.From("claim", key.NativeId)),
            resource,
            Lab,
            key,
            new(resource, ResourceKind.Server, name) { Server = new(2, 4 * Gib, Host: "h1") },
            Layer.Now + TimeSpan.FromSeconds(60));
    }

    public static ResourceKey ServerKey(string id) => new(ResourceKind.Server, id);

    public static ResourceObject HostObject(string id, int vcpus = 8, long gib = 64) =>
        new(new(ResourceKind.Host, id), id, ResourceState.Running) { Host = new(vcpus, gib * Gib, "x86_64", "fake") };

    public static ResourceObject PoolObject(string name, long gib, string? host = null) =>
        new(new(ResourceKind.StoragePool, $"id-{name}"), name, ResourceState.Running)
        {
            StoragePool = new(gib * Gib, gib * Gib, host),
        };

    public static ResourceObject ImageObject(string name, long gib = 2, ResourceState state = ResourceState.Running) =>
        new(new(ResourceKind.Image, $"images/{name}"), name, state) { Image = new(gib * Gib, Gib, "qcow2") };

    public static ResourceObject NetworkObject(string name, ResourceState state = ResourceState.Running) =>
        new(new(ResourceKind.Network, $"id-{name}"), name, state) { Network = new(null) };

    public static ResourceObject VolumeObject(string id, long gib, string pool = "default") =>
        new(new(ResourceKind.Volume, $"{pool}/{id}"), id, ResourceState.Running)
        {
            Volume = new(gib * Gib, Gib, pool, "qcow2", null),
        };

    public static ResourceObject PortObject(string id, ResourceId? madeFor = null) =>
        new(new(ResourceKind.Port, id), id, ResourceState.Running)
        {
            Port = new("id-lan", null, [], null, []),
            MadeFor = madeFor,
        };

    public static ResourceObject ServerObject(
        string id,
        ResourceState state = ResourceState.Running,
        int vcpus = 2,
        long gib = 4,
        params string[] addresses) =>
        new(ServerKey(id), "web-1", state)
        {
            Server = new(vcpus, gib * Gib, "h1", addresses, [], []),
            Native = new("fake", $"everything about {id}"),
        };

    public void Register(EnvironmentAccess access = EnvironmentAccess.Manage, string name = "lab") =>
        Layer.Observe("cie", new EnvironmentRegistered(Lab, name, Address(access)));

    public void Change(EnvironmentAccess access) =>
        Layer.Observe("cie", new EnvironmentChanged(Lab, "lab", Address(access)));

    public void Remove(bool isForgotten) => Layer.Observe("cie", new EnvironmentRemoved(Lab, "lab", isForgotten));

    /// <summary>CIE asks whether the environment can be removed; the task by which it does.</summary>
    public Guid Close()
    {
        var task = Layer.NextId();
        Layer.Observe("cie", new EnvironmentClosing(Lab, task, Layer.Now + TimeSpan.FromSeconds(30)));
        return task;
    }

    /// <summary>CIE has kept the environment.</summary>
    public void Keep(Guid task) => Layer.Observe(
        "cie", new EnvironmentTaskEnded(Lab, task, TaskOutcome.Undone, "deadline", "nobody could tell in time", []));

    public void Reached() => Layer.Observe("ci2", new EnvironmentReached(Lab, "native", "1.0", Layer.Now));

    public void Unreachable() => Layer.Observe("ci2", new EnvironmentUnreachable(Lab, "no answer", Layer.Now));

    public void Suspect() => Layer.Observe("ci2", new EnvironmentSuspect(Lab, 3, 4, Layer.Now));

    public void Sweep(DateTimeOffset? startedAt = null, params ResourceKey[] lacking) =>
        Layer.Observe("ci2", new SweepCompleted(Lab, startedAt ?? Layer.Now, 1, lacking));

    public StepOutput See(ResourceObject seen, DateTimeOffset? at = null) => Layer.Observe(
        "ci2", new ResourceObserved(Lab, seen.Key, seen, new(at ?? Layer.Now, EvidenceSource.Sweep)));

    public StepOutput Lose(ResourceKey key) =>
        Layer.Observe("ci2", new ResourceMissing(Lab, key, new(Layer.Now, EvidenceSource.Sweep)));

    public StepOutput SeeState(ResourceKey key, ResourceState state, DateTimeOffset? at = null) => Layer.Observe(
        "ci2", new ResourceStateObserved(Lab, key, state, new(at ?? Layer.Now, EvidenceSource.Event)));

    /// <summary>CI2 takes the latest task on and ends it.</summary>
    public StepOutput End(DriverTaskOutcome outcome = DriverTaskOutcome.Done, ResourceObject? observed = null)
    {
        var command = Layer.Sent<RunDriverTask>();
        var task = (RunDriverTask)command.Body;
        Layer.Answer(command, new DriverTaskBegun(task.Task, Lab, task.Resource, task.Action));
        return Ended(task, outcome, observed);
    }

    public StepOutput Ended(RunDriverTask task, DriverTaskOutcome outcome, ResourceObject? observed = null) =>
        Layer.Observe("ci2", new DriverTaskEnded(
            task.Task,
            Lab,
            task.Resource,
            task.Action,
            outcome,
            outcome == DriverTaskOutcome.Done ? null : $"the platform says {outcome}",
            WebKey,
            observed,
            Layer.Now));

    /// <summary>The server is claimed and runs.</summary>
    public ArmlWorld WithWeb()
    {
        Layer.Command(Claim);
        End(observed: ServerObject(Web.ToString()));
        return this;
    }

    public CommandSettled Refused(ICommand command)
    {
        Layer.Command(command);
        return Layer.Of<CommandSettled>()[^1];
    }

    private static EnvironmentAddress Address(EnvironmentAccess access) =>
        new("simulated", "simulated://lab", null, null, access);
}
