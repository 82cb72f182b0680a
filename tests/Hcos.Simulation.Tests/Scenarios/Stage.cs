using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Simulation.Tests.Clients;
using Hcos.Simulation.Tests.Invariants;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>A platform with two estates in the books, on which named scenarios are played.</summary>
internal sealed class Stage
{
    private static readonly TimeSpan Setting = TimeSpan.FromSeconds(20);

    public Stage(
        int seed = 1, int estates = PlatformWorld.UsualEstates, IReadOnlyList<PlatformManners>? manners = null)
    {
        World = new PlatformWorld(seed, estates: estates, manners: manners);
        Client = new Client(World, "otto");
        World.Start();
        World.RunFor(TimeSpan.FromMilliseconds(100));
        Client.Register(World.Estates[0]);
        Client.Register(World.Estates[1]);
        Demand(() => Rows<EnvironmentView>(ViewNames.Environments).Count(row => row.Sweep is not null) == 2, Setting);
    }

    public PlatformWorld World { get; }

    public Client Client { get; }

    public IReadOnlyList<TView> Rows<TView>(string view) where TView : class => World.Views.All<TView>(view);

    public ServerId CreateServer(string name) => Client.CreateServer(server => new CreateServer(
        server, name, MemoryBytes: 512L << 20, Image: "hcos-guest", Network: "default"));

    public SystemId Deploy(string name, int count, HealthSpec? health = null) => Client.Deploy(
        name,
        new SystemSpec(
            [new ComponentSpec("web", count, 1, 512L << 20, 0, "hcos-guest", "default", [], null, [], health)]));

    public ServerView? Server(ServerId id) =>
        Rows<ServerView>(ViewNames.Servers).FirstOrDefault(row => row.Id == id);

    public SystemView? System(SystemId id) =>
        Rows<SystemView>(ViewNames.Systems).FirstOrDefault(row => row.Id == id);

    /// <summary>The latest operation on a subject; null before one is taken on.</summary>
    public OperationView? Operation(string subject) => Rows<OperationView>(ViewNames.Operations)
        .Where(row => row.Subject == subject)
        .MaxBy(row => row.AcceptedAt);

    public bool HasEnded(string subject) => Rows<OperationView>(ViewNames.Operations)
        .Any(row => row.Subject == subject && row.Status == OperationStatus.Ended);

    /// <summary>Every native server of ours, with where it is.</summary>
    public IReadOnlyList<(Estate Estate, ResourceObject Server)> Natives() =>
        [.. World.Estates.SelectMany(estate => estate.Servers.Select(server => (estate, server)))];

    /// <summary>Runs until something holds.</summary>
    public void Demand(Func<bool> holds, TimeSpan within)
    {
        if (World.RunUntil(holds, within, TimeSpan.FromMilliseconds(250))) return;
        throw new SimulationViolation("the scenario goes on", $"it did not within {within}", []);
    }

    /// <summary>Runs until the platform is at rest and everything that is rebuilt equals what is live.</summary>
    public void Rest(TimeSpan within)
    {
        IReadOnlyList<string> unrest = [];
        if (!World.RunUntil(() => (unrest = World.Unrest()).Count == 0, within, TimeSpan.FromMilliseconds(500)))
        {
            throw new SimulationViolation("at rest", $"after {within} still:\n  {string.Join("\n  ", unrest)}", []);
        }

        World.Invariant<RebuiltIsLive>().Check();
        World.Invariant<DecisionsReplay>().Check();
    }

    /// <summary>Plays a scenario; what goes wrong in it is told with the trace.</summary>
    public static Stage Play(
        Action<Stage> scenario,
        int seed = 1,
        int estates = PlatformWorld.UsualEstates,
        IReadOnlyList<PlatformManners>? manners = null)
    {
        var stage = new Stage(seed, estates, manners);
        try
        {
            scenario(stage);
        }
        catch (Exception thrown) when (thrown is not Xunit.Sdk.IAssertionException)
        {
            throw new SimulationFailedException(stage.World, thrown);
        }

        return stage;
    }
}
