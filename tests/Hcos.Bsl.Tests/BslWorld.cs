using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Bsl.Tests;

/// <summary>The real layer over a played ARML, with one environment of one host: 16 vcpus, 64 GiB.</summary>
internal sealed class BslWorld
{
    public const long Gib = 1L << 30;

    public BslWorld(bool hasHost = true, BslOptions? options = null)
    {
        var catalog = new MessageCatalog([typeof(CreateServer).Assembly], [typeof(BslModule).Assembly]);
        Layer = new LayerHarness(BslModule.Define(options ?? new BslOptions()), catalog);
        if (!hasHost) return;
        Host("h1");
        Offer(["guest"], ["default"]);
    }

    public LayerHarness Layer { get; }

    public EnvironmentId Lab { get; } = new(DerivedId.From("lab"));

    public ServerId Web { get; } = new(DerivedId.From("web"));

    public CreateServer Create => new(Web, "web-1", 2, 4 * Gib, 0, "guest", "default");

    public ServerPlaced Placed => Layer.Of<ServerPlaced>()[^1];

    public ResourceState State => Layer.Of<ServerStateChanged>()[^1].State;

    public ServerTaskEnded Ended => Layer.Of<ServerTaskEnded>()[^1];

    public void Host(string name, long vcpus = 16, bool isUsable = true, string? reason = null) =>
        Layer.Observe("arml", new HostCapacityChanged(
            Lab, name, name, new(vcpus, 64 * Gib, 1000 * Gib), Capacity.None, isUsable, reason));

    public void Offer(
        IReadOnlyList<string> images, IReadOnlyList<string> networks, EnvironmentId? environment = null) =>
        Layer.Observe("arml", new EnvironmentOfferChanged(
            environment ?? Lab,
            "lab",
            "simulated",
            [.. images.Select(image => new ImageOffer(image, 2 * Gib))],
            networks));

    /// <summary>A command arrives; its id.</summary>
    public Guid Send(ICommand command)
    {
        var id = Layer.NextId();
        Layer.Command(command, id);
        return id;
    }

    /// <summary>The code that the command was settled with; nothing else may have happened.</summary>
    public CommandSettled Refused(ICommand command)
    {
        var (before, id) = (Layer.Events.Count(), Send(command));
        Assert.Equal(before + 1, Layer.Events.Count());
        return Assert.Single(Layer.Of<CommandSettled>(), settled => settled.Command == id);
    }

    /// <summary>ARML makes the resource of the latest round.</summary>
    public void Make(ResourceState state = ResourceState.Running)
    {
        var placed = Placed;
        Layer.Answer(Layer.Sent<ClaimCapacity>(), Claimed(placed));
        Layer.Observe("arml", new ResourceProvisioned(
            placed.Resource, placed.Claim, Lab, Key(placed), Object(placed, state), Evidence()));
    }

    public static CapacityClaimed Claimed(ServerPlaced placed) => new(
        placed.Claim, placed.Resource, placed.Decision.Environment, placed.Decision.Host, placed.Amount, placed.Spec,
        DateTimeOffset.MaxValue);

    public void Fail(DriverTaskOutcome outcome) =>
        Layer.Observe("arml", new ResourceFailed(Placed.Resource, outcome, $"the platform says {outcome}"));

    /// <summary>ARML tells a state.</summary>
    public void See(ResourceState state, params string[] addresses) => See(state, EvidenceSource.Read, addresses);

    public void See(ResourceState state, EvidenceSource source, params string[] addresses)
    {
        var known = state is ResourceState.Missing ? null : Object(Placed, state, addresses);
        Layer.Observe("arml", new ResourceStatusChanged(
            Placed.Resource, Lab, state, known, new Evidence(Layer.Now, source), null));
    }

    /// <summary>ARML ends the change of execution under way, after telling the state it led to.</summary>
    public void EndPower(DriverTaskOutcome outcome = DriverTaskOutcome.Done, ResourceState? state = null)
    {
        var command = Layer.Sent<ChangePower>();
        var change = (ChangePower)command.Body;
        Layer.Answer(command, new PowerChangeBegun(change.Resource, change.Task, change.Action, change.Deadline));
        if (state is { } seen) See(seen);
        Layer.Observe("arml", new PowerChangeEnded(
            change.Resource, change.Task, change.Action, outcome, outcome == DriverTaskOutcome.Done ? null : "no", null,
            Layer.Now));
    }

    public PowerAction Action => ((ChangePower)Layer.Sent<ChangePower>().Body).Action;

    /// <summary>ARML removes what it was asked to.</summary>
    public void Release()
    {
        var command = Layer.Sent<ReleaseResource>();
        var resource = ((ReleaseResource)command.Body).Resource;
        var placed = Layer.Of<ServerPlaced>().Single(e => e.Resource == resource);
        Layer.Answer(command, new ResourceReleasing(resource));
        Layer.Observe(
            "arml",
            new ResourceReleased(resource, placed.Claim),
            new ClaimReleased(placed.Claim, resource, Lab, placed.Decision.Host, placed.Amount, false));
    }

    /// <summary>The server runs.</summary>
    public BslWorld Running(ResourceState state = ResourceState.Running)
    {
        Send(Create);
        Make();
        if (state != ResourceState.Running) See(state);
        return this;
    }

    private Evidence Evidence() => new(Layer.Now, EvidenceSource.Read);

    public static ResourceKey Key(ServerPlaced placed) => new(ResourceKind.Server, placed.Resource.ToString());

    public static ResourceObject Object(ServerPlaced placed, ResourceState state, params string[] addresses) =>
        new(Key(placed), placed.Spec.Name, state) { Server = new(2, 4 * Gib, "h1", addresses, [], []) };
}
