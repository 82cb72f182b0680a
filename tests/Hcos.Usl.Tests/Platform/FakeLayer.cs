using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Tests.Platform;

/// <summary>Events that the test wants a layer to have happened.</summary>
internal sealed record Tell(IReadOnlyList<IEvent> Events) : ICommand;

internal sealed class FakeLookups : ILookups
{
    public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

    public void Apply(RecordedEvent happened)
    {
        if (happened.Body is ServerRequested requested) Names.Add(requested.Name);
        if (happened.Body is ServerDeleted deleted) Names.Remove(deleted.Name);
    }
}

internal sealed record FakeState(bool Exists);

/// <summary>Stands for the layers below: answers commands at once, and tells what the test wants.</summary>
internal abstract class FakeLayer : IDecider<FakeState, FakeLookups>
{
    public static FakeState Initial { get; } = new(false);

    public static LayerDefinition Define(string name) => new LayerBuilder<FakeLookups>(name, () => new FakeLookups())
        .Aggregate<FakeLayer, FakeState>("fake", routes => routes
            .On<Tell>(_ => "told")
            .On<CreateServer>(c => c.Server.ToString())
            .On<CreateServers>(c => c.Series.ToString())
            .On<StopServer>(c => c.Server.ToString())
            .On<DeleteServer>(c => c.Server.ToString())
            .On<ResizeServer>(c => c.Server.ToString())
            .On<SnapshotServer>(c => c.Server.ToString())
            .On<DeploySystem>(c => c.System.ToString())
            .On<ScaleSystem>(c => c.System.ToString()))
        .Answers<PlanServer, ServerPlan>((question, _) =>
            new ServerPlan(null, "no-candidate", $"nowhere for {question.Command.Name}", []))
        .Answers<ExplainPlacement, PlacementExplanation>((question, _) => question.Host == "gone"
            ? new("other-engine", "it was decided by another engine", false, null, [])
            : new(null, null, true, null, question.Host == "node-2" ? [Verdict(question.Host)] : []))
        .Answers<PlanServers, ServersPlan>((question, _) => new(
            null,
            null,
            [new(new(Guid.Empty), "host-1", "node-1", question.Command.Count)],
            question.Command.Count,
            []))
        .Answers<PlanResize, ResizePlan>((question, _) => new ResizePlan(
            "node-1", new(1, 1 << 20, 0), new(question.Command.Vcpus ?? 0, 1 << 20, 0), new(8, 1 << 30, 0), null, null))
        .Answers<ReadConsole, ConsoleAnswer>((question, _) => question.MostBytes == 1
            ? new(null, null, "impossible", "nobody reads consoles there")
            : new(new ConsoleLog($"hello of {question.Server.NativeId}\u001b[2J\r\nlogin:", true), null))
        .Answers<ReadUsage, UsageAnswer>((question, lookups) => new(
            new(ResourceState.Running, ProcessorPercent: 12.5, MemoryBytes: 1 << 20), DateTimeOffset.UnixEpoch))
        .Build();

    public static Decision Decide(FakeState state, Given given, FakeLookups lookups) => given.Message switch
    {
        Tell tell => Decision.Of(tell.Events),
        CreateServer create => Create(create, given, lookups),
        CreateServers create => Create(create, given),
        StopServer stop => Decision.Of(
            new ServerTaskBegun(stop.Server, given.Context.Id, ServerTaskKind.Stop, stop.Force, given.Time),
            new ServerStateChanged(stop.Server, ResourceState.Stopped, [], Seen(given), null),
            Ended(stop.Server, given.Context.Id, ServerTaskKind.Stop)),
        ResizeServer resize => Decision.Of(
            new ServerTaskBegun(resize.Server, given.Context.Id, ServerTaskKind.Resize, false, given.Time),
            new ServerResized(
                resize.Server,
                new(resize.Vcpus ?? 1, resize.MemoryBytes ?? 1, 0),
                new(resize.Vcpus ?? 1, resize.MemoryBytes ?? 1, resize.DiskBytes ?? 0)),
            Ended(resize.Server, given.Context.Id, ServerTaskKind.Resize)),
        SnapshotServer snapshot => Decision.Of(
            new ServerTaskBegun(snapshot.Server, given.Context.Id, ServerTaskKind.Snapshot, false, given.Time),
            new ServerStateChanged(
                snapshot.Server, ResourceState.Stopped, [], Seen(given), null,
                [new(snapshot.Name, new(given.Context.Id))]),
            Ended(snapshot.Server, given.Context.Id, ServerTaskKind.Snapshot)),
        DeleteServer delete => Decision.Of(
            new ServerTaskBegun(delete.Server, given.Context.Id, ServerTaskKind.Delete, false, given.Time),
            new ServerDeleted(delete.Server, "web-1"),
            Ended(delete.Server, given.Context.Id, ServerTaskKind.Delete)),
        DeploySystem deploy => Decision.Of(
            new SystemRequested(deploy.System, deploy.Name, deploy.Spec, given.Context.Id, given.Time),
            new SystemHealthChanged(deploy.System, SystemHealth.Healthy, []),
            new SystemTaskEnded(deploy.System, given.Context.Id, TaskOutcome.Done, "done", null, [])),
        ScaleSystem => Decision.Nothing,
        _ => Decision.Nothing,
    };

    public static FakeState Evolve(FakeState state, IEvent happened) => new(true);

    private static Decision Create(CreateServers create, Given given)
    {
        var members = Enumerable.Range(1, create.Count)
            .Select(number => new SeriesMember(
                new(DerivedId.From($"{create.Series}", $"{number}")), $"{create.Name}-{number}"))
            .ToList();
        return Decision.Of([
            new ServersRequested(
                create.Series,
                given.Context.Id,
                given.Time,
                create.Together,
                new(create.Vcpus, create.MemoryBytes, 0, null, null, null, create.UserData, null),
                create.Start,
                members),
            .. members.Select(member => new SeriesMemberEnded(
                create.Series, member.Server, TaskOutcome.Done, "done", null)),
            new ServersCreationEnded(create.Series, given.Context.Id, TaskOutcome.Done, "done", "all are there", []),
        ]);
    }

    private static HostVerdict Verdict(string host) => new(
        new(Guid.Empty), host, host, "memory", "3 bytes of memory were needed, 2 free", 0, null, new(1, 2, 0),
        new(1, 3, 0));

    private static Decision Create(CreateServer create, Given given, FakeLookups lookups)
    {
        if (lookups.Names.Contains(create.Name)) return Decision.Refuse("duplicate-name", $"{create.Name} is taken");
        if (create.Image == "missing") return Decision.Refuse("missing-image", "no environment has this image");
        var requested = new ServerRequested(
            create.Server,
            create.Name,
            new ServerDescription(
                create.Vcpus,
                create.MemoryBytes,
                create.DiskBytes,
                create.Image,
                create.Network,
                create.Environment,
                create.UserData,
                null),
            create.Start,
            null,
            given.Context.Id,
            given.Time);
        if (create.UserData == "hold") return Decision.Of(requested);
        return Decision.Of(
            requested,
            new ServerStateChanged(create.Server, ResourceState.Running, ["10.0.0.7"], Seen(given), null),
            Ended(create.Server, given.Context.Id, ServerTaskKind.Create));
    }

    private static Evidence Seen(Given given) => new(given.Time, EvidenceSource.Effect);

    private static ServerTaskEnded Ended(ServerId server, Guid task, ServerTaskKind kind) =>
        new(server, task, kind, TaskOutcome.Done, "done", null, []);
}
