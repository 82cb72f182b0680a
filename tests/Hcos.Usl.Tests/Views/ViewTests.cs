using System.Text.Json.Nodes;
using Hcos.Contracts;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Usl.Api;
using Hcos.Usl.Journal;
using Hcos.Usl.Views;

namespace Hcos.Usl.Tests.Views;

public sealed class ViewTests
{
    private static readonly MessageCatalog Catalog =
        new([typeof(OperationAttribute).Assembly], [typeof(UslModule).Assembly]);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EnvironmentId Lab = new(DerivedId.From("lab"));
    private static readonly ResourceKey Key = new(ResourceKind.Server, "native-1");
    private static readonly ResourceId Resource = new(DerivedId.From("resource"));
    private static readonly ClaimId Claim = new(DerivedId.From("claim"));
    private static readonly ServerId Server = new(DerivedId.From("server"));
    private static readonly SystemId Hello = new(DerivedId.From("hello"));
    private readonly ViewFold _fold = new(Catalog);
    private long _position;

    [Fact]
    public void A_server_shows_the_size_that_is_known_and_the_snapshots_that_were_told_last()
    {
        var description = new ServerDescription(1, 1 << 20, 0, null, null, null, null, null);
        Happened("bsl", new ServerRequested(
            Server, "web-1", description, true, null, DerivedId.From("task"), Start));
        Happened("bsl", new ServerResized(Server, new(4, 4 << 20, 0), null));
        Assert.Equal((1, 1L << 20), (ServerRow()!.Vcpus, ServerRow()!.MemoryBytes));
        Happened("bsl", new ServerResized(Server, new(2, 2 << 20, 5), new(2, 2 << 20, 5)));
        Assert.Equal(
            (2, 2L << 20, 5L), (ServerRow()!.Vcpus, ServerRow()!.MemoryBytes, ServerRow()!.DiskBytes));
        var kept = new SnapshotFacts("before", new(DerivedId.From("kept")));
        Happened("bsl", Told([kept]));
        Happened("bsl", Told(null));
        Assert.Equal([kept], ServerRow()!.Snapshots);
        Happened("bsl", Told([]));
        Assert.Null(ServerRow()!.Snapshots);

        static ServerStateChanged Told(IReadOnlyList<SnapshotFacts>? snapshots) =>
            new(Server, ResourceState.Stopped, [], null, null, snapshots);
    }

    [Fact]
    public void A_later_instant_replaces_an_earlier_one_and_never_the_other_way()
    {
        Happened("ci2", Observed(ResourceState.Running, 10, EvidenceSource.Sweep));
        Happened("ci2", new ResourceStateObserved(Lab, Key, ResourceState.Stopped, At(20, EvidenceSource.Event)));
        Happened("ci2", Observed(ResourceState.Running, 15, EvidenceSource.Sweep));
        var row = Row();
        Assert.Equal(ResourceState.Stopped, row.State);
        Assert.Equal(EvidenceSource.Event, row.Evidence!.Source);
        Assert.Equal(Start.AddSeconds(15), row.FactsEvidence!.At);
    }

    [Fact]
    public void Unknown_missing_and_stopped_are_three_answers()
    {
        Happened("cie", new EnvironmentRegistered(Lab, "lab", Address()));
        Happened("ci2", Observed(ResourceState.Stopped, 10, EvidenceSource.Sweep));
        Assert.Equal("stopped", (string?)Shown(30)["state"]);
        Happened("ci2", new EnvironmentUnreachable(Lab, "no answer", Start.AddSeconds(20)));
        Assert.Equal("unknown", (string?)Shown(30)["state"]);
        Assert.Equal("stopped", (string?)Shown(30)["lastKnownState"]);
        Happened("ci2", new EnvironmentReached(Lab, "id", "v1", Start.AddSeconds(25)));
        Assert.Equal("stopped", (string?)Shown(30)["state"]);
        Happened("ci2", new ResourceMissing(Lab, Key, At(40, EvidenceSource.Sweep)));
        Assert.Equal("missing", (string?)Shown(50)["state"]);
    }

    [Fact]
    public void A_sweep_renews_the_age_of_all_but_what_it_lacked()
    {
        Happened("cie", new EnvironmentRegistered(Lab, "lab", Address()));
        Happened("ci2", Observed(ResourceState.Running, 10, EvidenceSource.Sweep));
        Happened("ci2", new SweepCompleted(Lab, Start.AddSeconds(100), 1, []));
        Assert.Equal(20, (double)Shown(120)["ageSeconds"]!);
        Happened("ci2", new SweepCompleted(Lab, Start.AddSeconds(110), 0, [Key]));
        Assert.Equal(110, (double)Shown(120)["ageSeconds"]!);
    }

    [Fact]
    public void An_environment_shows_by_which_path_its_changes_are_seen_and_none_while_it_does_not_answer()
    {
        var told = new SyncRhythm(
            SyncPath.Events, WatchHealth.Alive, 30, null, null, 36, 120, 50_000, "the platform tells of changes");
        Happened("cie", new EnvironmentRegistered(Lab, "lab", Address()));
        Assert.Null(EnvironmentRow().Rhythm);
        Happened("ci2", new RhythmChanged(Lab, told));
        Happened(
            "ci2",
            new SweepCompleted(Lab, Start.AddSeconds(100), 1, []) { Rhythm = told with { SweepSeconds = 60 } });
        Assert.Equal(60, EnvironmentRow().Rhythm!.SweepSeconds);
        Happened("ci2", new SweepCompleted(Lab, Start.AddSeconds(160), 1, []));
        Assert.Equal(60, EnvironmentRow().Rhythm!.SweepSeconds);

        Happened("ci2", new EnvironmentUnreachable(Lab, "no answer", Start.AddSeconds(200)));
        var unseen = EnvironmentRow().Rhythm!;
        Assert.Equal((SyncPath.None, WatchHealth.Lost, 120), (unseen.Path, unseen.Watch, unseen.CallsLastHour));
        Assert.Null(unseen.OthersWithinSeconds);
        Assert.Contains("does not answer", unseen.Reason, StringComparison.Ordinal);
        Happened("ci2", new RhythmChanged(Lab, told));
        Assert.Equal(SyncPath.Events, EnvironmentRow().Rhythm!.Path);
    }

    [Fact]
    public void A_resource_of_ours_names_its_owner_in_any_order_across_logs()
    {
        IEvent[] events =
        [
            Observed(ResourceState.Running, 10, EvidenceSource.Sweep),
            new ResourceProvisioned(
                Resource, Claim, Lab, Key, Object(ResourceState.Stopped), At(5, EvidenceSource.Effect)),
            Placed(),
        ];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        foreach (var order in orders)
        {
            var fold = new ViewFold(Catalog);
            var position = 0;
            foreach (var index in order) fold.Apply(Entry("any", events[index], ++position), []);
            var row = fold.Get<ResourceView>(ViewNames.Resources, ResourceRows.IdOf(Lab, Key))!;
            Assert.Equal((Server, "web-1", ResourceState.Running), (row.OwnedBy!.Value, row.OwnerName, row.State));
        }
    }

    [Fact]
    public void A_server_is_followed_from_wish_to_end()
    {
        var task = DerivedId.From("task");
        Happened("bsl", new ServerRequested(
            Server, "web-1", new ServerDescription(1, 2, 3, "image", null, null, null, null), true, null, task, Start));
        Assert.Equal(ResourceState.Provisioning, ServerRow()!.State);
        Happened("bsl", Placed());
        Happened("bsl", new ServerStateChanged(
            Server, ResourceState.Running, ["10.0.0.7"], At(3, EvidenceSource.Event), null));
        Happened("bsl", new ServerTaskEnded(Server, task, ServerTaskKind.Create, TaskOutcome.Done, "done", null, []));
        var row = ServerRow()!;
        Assert.Equal(("node-1", ResourceState.Running), (row.HostName, row.State));
        Assert.Equal((1, 2L), (row.Vcpus, row.MemoryBytes));
        Happened("bsl", new ServerStateChanged(
            Server, ResourceState.Running, ["10.0.0.7"], At(4, EvidenceSource.Read), null, Size: new(4, 8)));
        Assert.Equal((4, 8L, 3L), (ServerRow()!.Vcpus, ServerRow()!.MemoryBytes, ServerRow()!.DiskBytes));
        Assert.Null(row.Task);
        Assert.Equal(TaskOutcome.Done, row.LastTask!.Outcome);
        Happened("bsl", new ServerDeleted(Server, "web-1"));
        Assert.Null(ServerRow());
    }

    [Fact]
    public void A_business_system_shows_its_instances_with_reasons()
    {
        var spec = new SystemSpec([new ComponentSpec("web", 1, 1, 1, 0, null, null, [], null, [], null)]);
        Happened("esl", new SystemRequested(Hello, "hello", spec, DerivedId.From("task"), Start));
        Happened("esl", new InstanceAdded(Hello, "web", 1, Server, "hello-web-1"));
        Happened("esl", new InstanceStateChanged(
            Hello, "web", 1, Server, InstanceState.Unhealthy, ["10.0.0.7"], "no answer on port 80"));
        Happened("esl", new InstanceHealing(Hello, Server, 1, "reboot", "no answer on port 80"));
        Happened("esl", new SystemHealthChanged(Hello, SystemHealth.Degraded, ["web 1: no answer on port 80"]));
        var row = _fold.Get<SystemView>(ViewNames.Systems, Hello.ToString())!;
        var instance = Assert.Single(Assert.Single(row.Components).Instances);
        Assert.Equal("no answer on port 80", instance.Reason);
        Assert.StartsWith("reboot", instance.Healing, StringComparison.Ordinal);
        Assert.Equal(SystemHealth.Degraded, row.Health);
        Happened("esl", new InstanceStateChanged(Hello, "web", 1, Server, InstanceState.Deleted, [], null));
        Assert.Empty(Assert.Single(_fold.Get<SystemView>(ViewNames.Systems, Hello.ToString())!.Components).Instances);
    }

    [Fact]
    public void The_books_of_a_host_count_claims()
    {
        var amount = new Capacity(2, 4, 8);
        var spec = new ResourceSpec(Resource, ResourceKind.Server, "web-1");
        Happened("arml", new CapacityClaimed(Claim, Resource, Lab, "host-1", amount, spec, Start));
        var total = new Capacity(8, 8, 8);
        Happened("arml", new HostCapacityChanged(Lab, "host-1", "node-1", total, Capacity.None, true, null));
        var key = ResourceRows.IdOf(Lab, new ResourceKey(ResourceKind.Host, "host-1"));
        Assert.Equal(amount, _fold.Get<ResourceView>(ViewNames.Resources, key)!.Capacity!.Claimed);
        Happened("arml", new ClaimReleased(Claim, Resource, Lab, "host-1", amount, false));
        Assert.Equal(Capacity.None, _fold.Get<ResourceView>(ViewNames.Resources, key)!.Capacity!.Claimed);
    }

    [Fact]
    public void What_is_nobodys_and_missing_is_gone_from_the_list_unless_it_is_a_server()
    {
        var volume = new ResourceKey(ResourceKind.Volume, "default/disk");
        Happened("ci2", new ResourceObserved(
            Lab, volume, new ResourceObject(volume, "disk", ResourceState.Running), At(1, EvidenceSource.Sweep)));
        Happened("ci2", new ResourceMissing(Lab, volume, At(2, EvidenceSource.Sweep)));
        Assert.Null(_fold.Get<ResourceView>(ViewNames.Resources, ResourceRows.IdOf(Lab, volume)));
    }

    [Fact]
    public void A_removed_environment_takes_its_resources_along()
    {
        Happened("cie", new EnvironmentRegistered(Lab, "lab", Address()));
        Happened("ci2", Observed(ResourceState.Running, 1, EvidenceSource.Sweep));
        Happened("cie", new EnvironmentRemoved(Lab, "lab", false));
        Assert.Empty(_fold.All<ResourceView>(ViewNames.Resources));
        Assert.Empty(_fold.All<EnvironmentView>(ViewNames.Environments));
    }

    [Fact]
    public void An_environment_is_shown_as_closing_until_it_is_kept_or_removed()
    {
        Happened("cie", new EnvironmentRegistered(Lab, "lab", Address()));
        Happened("cie", new EnvironmentClosing(Lab, Guid.Empty, Start));
        Assert.True(Assert.Single(_fold.All<EnvironmentView>(ViewNames.Environments)).Value.IsClosing);
        Happened("cie", new EnvironmentTaskEnded(Lab, Guid.Empty, TaskOutcome.Refused, "claims", "2 claims", []));
        Assert.False(Assert.Single(_fold.All<EnvironmentView>(ViewNames.Environments)).Value.IsClosing);
        Happened("cie", new EnvironmentClosing(Lab, Guid.Empty, Start));
        Happened("cie", new EnvironmentRemoved(Lab, "lab", false));
        Happened("cie", new EnvironmentTaskEnded(Lab, Guid.Empty, TaskOutcome.Done, "done", null, []));
        Assert.Empty(_fold.All<EnvironmentView>(ViewNames.Environments));
    }

    [Fact]
    public void A_trace_hangs_each_event_below_the_one_that_led_to_it()
    {
        var rows = new[]
        {
            Trace(1, "usl", 4, null, null),
            Trace(2, "bsl", 9, "usl", 4),
            Trace(3, "arml", 2, "bsl", 9),
            Trace(4, "bsl", 10, "arml", 2),
        };
        var root = Assert.Single(TraceReader.Tree(rows))!;
        Assert.Equal(2, (long)root["children"]![0]!["position"]!);
        Assert.Equal(4, (long)root["children"]![0]!["children"]![0]!["children"]![0]!["position"]!);
    }

    private static JsonObject Trace(long position, string log, long at, string? causeLog, long? causeAt) => new()
    {
        ["position"] = position,
        ["id"] = DerivedId.OfEvent(log, at).ToString(),
        ["log"] = log,
        ["logPosition"] = at,
        ["causeLog"] = causeLog,
        ["causePosition"] = causeAt,
    };

    private static EnvironmentAddress Address() =>
        new("simulated", "simulated://lab", null, null, EnvironmentAccess.Manage);

    private static Evidence At(int seconds, EvidenceSource source) => new(Start.AddSeconds(seconds), source);

    private static ResourceObject Object(ResourceState state) => new(Key, "web-1", state);

    private static ResourceObserved Observed(ResourceState state, int seconds, EvidenceSource source) =>
        new(Lab, Key, Object(state), At(seconds, source));

    private static ServerPlaced Placed() => new(
        Server,
        1,
        Resource,
        Claim,
        new ResourceSpec(Resource, ResourceKind.Server, "web-1"),
        Capacity.None,
        new PlacementDecision("1", "1", 1, Lab, "host-1", "node-1", 1, [], []));

    private static JournalEntry Entry(string log, IEvent body, long position) => new(
        position,
        Start.AddSeconds(position),
        new RecordedEvent(log, position, "s", position, Start, 1, Context(log, position), null, body),
        false);

    private static MessageContext Context(string log, long position) =>
        MessageContext.First(DerivedId.OfEvent(log, position));

    private void Happened(string log, IEvent body) => _fold.Apply(Entry(log, body, ++_position), []);

    private ResourceView Row() => _fold.Get<ResourceView>(ViewNames.Resources, ResourceRows.IdOf(Lab, Key))!;

    private EnvironmentView EnvironmentRow() =>
        _fold.Get<EnvironmentView>(ViewNames.Environments, Lab.ToString())!;

    private ServerView? ServerRow() => _fold.Get<ServerView>(ViewNames.Servers, Server.ToString());

    private JsonObject Shown(int seconds)
    {
        var row = Row();
        return new Enricher(
            id => _fold.Get<EnvironmentView>(ViewNames.Environments, id.ToString()),
            Start.AddSeconds(seconds),
            _ => null)
            .Show(new PresentRow(row.Id, row, new RowJson(Catalog)));
    }

    private static JsonObject Json(object row) =>
        (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(row, row.GetType(), Catalog.Json)!;
}
