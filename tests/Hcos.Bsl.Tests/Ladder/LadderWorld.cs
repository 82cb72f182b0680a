using Hcos.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Bsl.Tests.Ladder;

/// <summary>How the world treats the layers.</summary>
public enum Weather
{
    Fair,
    EveryDeliveryRepeated,
    EveryStepRestarted,
    EveryCommandFailedOnce,
    AllAtOnce,
}

/// <summary>The real ARML and BSL over a fake CI2 with one environment.</summary>
internal sealed class LadderWorld
{
    public const long Gib = 1L << 30;

    public LadderWorld(Weather weather = Weather.Fair, int hosts = 1, BslOptions? options = null)
    {
        var catalog = new MessageCatalog(
            [typeof(CreateServer).Assembly], [typeof(ArmlModule).Assembly, typeof(BslModule).Assembly]);
        Network = new LayerNetwork(catalog)
        {
            RepeatsDeliveries = weather is Weather.EveryDeliveryRepeated or Weather.AllAtOnce,
            RestartsSteps = weather is Weather.EveryStepRestarted or Weather.AllAtOnce,
            FailsCommandsOnce = weather is Weather.EveryCommandFailedOnce or Weather.AllAtOnce,
        };
        Ci2 = new FakeCi2();
        Ci2.Join(Network);
        Network.AddFake("cie").AddFake("ci2", Ci2.Answer);
        Network.Add(ArmlModule.Define(new ArmlOptions())).Add(BslModule.Define(options ?? new BslOptions()));
        Network.Start();
        Register(Lab, "lab", hosts);
    }

    public LayerNetwork Network { get; }

    public FakeCi2 Ci2 { get; }

    public EnvironmentId Lab { get; } = new(DerivedId.From("environment", "lab"));

    /// <summary>The server that the tests talk of.</summary>
    public ServerId Web { get; } = new(DerivedId.From("server", "web-1"));

    public void Register(EnvironmentId environment, string name, int hosts)
    {
        var address = new EnvironmentAddress("simulated", "simulated://x", null, null, EnvironmentAccess.Manage);
        Network.Tell("cie", new EnvironmentRegistered(environment, name, address));
        Network.Tell("ci2", new EnvironmentReached(environment, name, "1.0", Network.Now));
        for (var i = 1; i <= hosts; i++)
        {
            See(environment, new(new(ResourceKind.Host, $"{name}-h{i}"), $"{name}-h{i}", ResourceState.Running)
            {
                Host = new(8, 64 * Gib, "x86_64", "fake"),
            });
        }

        See(environment, new(new(ResourceKind.StoragePool, "pool"), "default", ResourceState.Running)
        {
            StoragePool = new(1000 * Gib, 1000 * Gib, null),
        });
        See(environment, new(new(ResourceKind.Image, "images/guest"), "guest", ResourceState.Running)
        {
            Image = new(2 * Gib, Gib, "qcow2"),
        });
        See(environment, new(new(ResourceKind.Network, "n1"), "default", ResourceState.Running)
        {
            Network = new(null),
        });
        Network.Tell("ci2", new SweepCompleted(environment, Network.Now, hosts + 3, []));
    }

    public void See(EnvironmentId environment, ResourceObject seen) => Network.Tell(
        "ci2", new ResourceObserved(environment, seen.Key, seen, new(Network.Now, EvidenceSource.Sweep)));

    /// <summary>Asks for the server, by default one that is started.</summary>
    public Guid Create(Func<CreateServer, CreateServer>? with = null)
    {
        var create = new CreateServer(Web, "web-1", 2, Gib, 0, "guest", "default");
        return Network.Send("bsl", with?.Invoke(create) ?? create);
    }

    /// <summary>Creates the server and waits until it runs.</summary>
    public void CreateAndRun()
    {
        var task = Create();
        Assert.Equal("done", EndOf(task).Code);
    }

    /// <summary>Waits for the end of a task.</summary>
    public ServerTaskEnded EndOf(Guid task, TimeSpan? within = null)
    {
        Assert.True(Network.RunUntil(() => Ended(task) is not null, within), "the task does not end");
        return Ended(task)!;
    }

    public ServerTaskEnded? Ended(Guid task) => Network.Of<ServerTaskEnded>().SingleOrDefault(e => e.Task == task);

    /// <summary>The code and reason that a command was settled with.</summary>
    public CommandSettled Settled(Guid command) =>
        Assert.Single(Network.Of<CommandSettled>(), settled => settled.Command == command);

    public ResourceState State => Network.Of<ServerStateChanged>().Last(e => e.Server == Web).State;

    public ResourceId Resource => Network.Of<ServerPlaced>().Last(e => e.Server == Web).Resource;

    /// <summary>Waits until nobody owes anything, and checks that nobody came to harm.</summary>
    public void Rests()
    {
        Assert.True(
            Network.RunUntil(() => Network.StatusOf("arml").Owed + Network.StatusOf("bsl").Owed == 0),
            "something is still owed");
        Assert.DoesNotContain(Network.Notices, notice => notice.Kind != NoticeKind.Degraded);
    }
}
