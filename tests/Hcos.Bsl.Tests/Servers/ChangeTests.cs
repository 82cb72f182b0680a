using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Servers;

public sealed class ChangeTests
{
    private const long Gib = BslWorld.Gib;
    private static readonly SnapshotFacts Before = new("before", new(DerivedId.From("kept")));

    private static ServerChange Ordered(BslWorld world) => ((ChangeServer)world.Layer.Sent<ChangeServer>().Body).Change;

    [Fact]
    public void A_resize_is_ordered_with_what_is_to_stay_and_ends_once()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);

        var task = world.Send(new ResizeServer(world.Web, MemoryBytes: 8 * Gib));

        var begun = Assert.Single(world.Layer.Of<ServerTaskBegun>());
        Assert.Equal((task, ServerTaskKind.Resize), (begun.Task, begun.Kind));
        Assert.Equal(new(ServerChangeKind.Resize, new(2, 8 * Gib)), Ordered(world));
        Assert.True(((ChangeServer)world.Layer.Sent<ChangeServer>().Body).Deadline < begun.Deadline);
        Resized(world, new(2, 8 * Gib, 2 * Gib), isKnown: false);
        Assert.Null(world.Layer.Of<ServerResized>()[^1].Size);
        End(world, new(2, 8 * Gib, 2 * Gib));
        Assert.Equal((task, TaskOutcome.Done), (world.Ended.Task, world.Ended.Outcome));
        Assert.Equal(new(2, 8 * Gib, 2 * Gib), world.Layer.Of<ServerResized>()[^1].Size);
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void The_next_resize_begins_where_the_one_before_led()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        world.Send(new ResizeServer(world.Web, Vcpus: 4, DiskBytes: 3 * Gib));
        Assert.Equal(new(4, 4 * Gib, 3 * Gib), Ordered(world).Size);
        End(world, new(4, 4 * Gib, 3 * Gib));
        world.Layer.Restart();

        world.Send(new ResizeServer(world.Web, MemoryBytes: Gib));

        Assert.Equal(new(4, Gib), Ordered(world).Size);
        End(world, new(4, Gib, 3 * Gib));
        Assert.Equal("disk-only-grows", world.Refused(new ResizeServer(world.Web, DiskBytes: 2 * Gib)).Code);
    }

    [Fact]
    public void A_size_that_somebody_else_gave_it_is_told_once_and_can_be_changed_back()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        var settled = world.Send(new ResizeServer(world.Web, Vcpus: 2));
        Assert.Equal("already", Assert.Single(world.Layer.Of<CommandSettled>(), e => e.Command == settled).Code);

        See(world, new ServerSize(4, Gib));
        See(world, new ServerSize(4, Gib));
        world.Layer.Restart();

        Assert.Equal(
            new ServerSize(4, Gib),
            Assert.Single(world.Layer.Of<ServerStateChanged>(), e => e.Size is not null).Size);
        // What is claimed for it is what was asked for.
        world.Send(new ResizeServer(world.Web, Vcpus: 2));
        Assert.Equal(new(2, 4 * Gib), Ordered(world).Size);
    }

    [Fact]
    public void A_size_that_the_platform_made_larger_than_was_asked_for_is_what_is_told()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        world.Send(new ResizeServer(world.Web, MemoryBytes: 5 * Gib));

        See(world, new ServerSize(2, 8 * Gib));
        Resized(world, new(2, 5 * Gib, 2 * Gib), isKnown: true);

        Assert.Equal(new(2, 8 * Gib, 2 * Gib), world.Layer.Of<ServerResized>()[^1].Size);
    }

    [Fact]
    public void What_a_server_takes_is_taken_from_the_candidates()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        var other = world.Create with { Server = new(DerivedId.From("other")), Name = "other", Vcpus = 5 };
        world.Send(new ResizeServer(world.Web, Vcpus: 12));
        Resized(world, new(12, 4 * Gib, 2 * Gib), isKnown: false);
        Assert.Equal("no-candidate", world.Refused(other).Code);
        End(world, new(12, 4 * Gib, 2 * Gib));
        Assert.Equal("no-candidate", world.Refused(other).Code);
        world.Send(new ResizeServer(world.Web, Vcpus: 1));
        End(world, new(1, 4 * Gib, 2 * Gib));

        world.Send(other);

        Assert.Equal(2, world.Layer.Of<ServerPlaced>().Count);
    }

    [Fact]
    public void A_snapshot_gets_an_identity_of_its_own_and_is_gone_back_to_by_its_name()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        world.Send(new SnapshotServer(world.Web, "before"));
        var kept = Ordered(world).Snapshot!;
        See(world, new SnapshotFacts("before", kept.Id));
        End(world);
        Assert.Equal("before", Assert.Single(world.Layer.Of<ServerStateChanged>()[^1].Snapshots!).Name);

        world.Send(new RevertServer(world.Web, "before"));

        Assert.Equal(new(ServerChangeKind.Revert, new(2, 4 * Gib), kept), Ordered(world));
        End(world);
        Assert.Equal((ServerTaskKind.Revert, TaskOutcome.Done), (world.Ended.Kind, world.Ended.Outcome));
        Assert.Equal("name-taken", world.Refused(new SnapshotServer(world.Web, "before")).Code);
        world.Send(new SnapshotServer(world.Web, "later"));
        Assert.NotEqual(kept.Id, Ordered(world).Snapshot!.Id);
    }

    [Fact]
    public void A_snapshot_is_removed_by_its_name()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        See(world, Before, new SnapshotFacts("by-hand", null));
        world.Send(new DeleteServerSnapshot(world.Web, "before"));
        Assert.Equal(
            new(ServerChangeKind.DeleteSnapshot, null, new(Before.Id!.Value, "before")), Ordered(world));
        See(world, new SnapshotFacts("by-hand", null));
        End(world);

        Assert.Equal((ServerTaskKind.DeleteSnapshot, TaskOutcome.Done), (world.Ended.Kind, world.Ended.Outcome));
        Assert.Equal("snapshot-missing", world.Refused(new DeleteServerSnapshot(world.Web, "before")).Code);
        var foreign = world.Refused(new DeleteServerSnapshot(world.Web, "by-hand"));
        Assert.Equal("snapshot-foreign", foreign.Code);
        Assert.Contains("remove it on its platform", foreign.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_that_nobody_sees_any_more_is_not_gone_back_to()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        See(world, Before, new SnapshotFacts("by-hand", null));
        Assert.Equal("snapshot-foreign", world.Refused(new RevertServer(world.Web, "by-hand")).Code);
        var refusal = world.Refused(new RevertServer(world.Web, "other"));
        Assert.Equal("snapshot-missing", refusal.Code);
        Assert.Contains("it has: before", refusal.Reason, StringComparison.Ordinal);

        See(world);

        Assert.Contains(
            "none at all", world.Refused(new RevertServer(world.Web, "before")).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResourceState.Running, "impossible")]
    [InlineData(ResourceState.Paused, "impossible")]
    [InlineData(ResourceState.Suspended, "impossible")]
    [InlineData(ResourceState.Unknown, "unknown")]
    [InlineData(ResourceState.Missing, "missing")]
    public void Only_a_stopped_server_is_changed(ResourceState state, string code)
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        See(world, Before);
        world.See(state);

        Assert.Equal(code, world.Refused(new ResizeServer(world.Web, Vcpus: 4)).Code);
        Assert.Equal(code, world.Refused(new SnapshotServer(world.Web, "now")).Code);
        Assert.Equal(code, world.Refused(new RevertServer(world.Web, "before")).Code);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_and_what_holds_is_said_so()
    {
        var world = new BslWorld();
        Assert.Equal("not-found", world.Refused(new ResizeServer(world.Web, Vcpus: 4)).Code);
        world.Running(ResourceState.Stopped);
        Assert.Equal("nothing-asked", world.Refused(new ResizeServer(world.Web)).Code);
        Assert.Equal("invalid-vcpus", world.Refused(new ResizeServer(world.Web, Vcpus: 0)).Code);
        Assert.Equal("invalid-memory", world.Refused(new ResizeServer(world.Web, MemoryBytes: 1)).Code);
        Assert.Equal("invalid-disk", world.Refused(new ResizeServer(world.Web, DiskBytes: -1)).Code);
        Assert.Equal("invalid-name", world.Refused(new SnapshotServer(world.Web, "$(reboot)")).Code);
        Assert.Equal(SettledCodes.Already, world.Refused(new ResizeServer(world.Web, Vcpus: 2)).Code);
        world.Send(new ResizeServer(world.Web, Vcpus: 3));
        var busy = world.Refused(new SnapshotServer(world.Web, "now"));
        Assert.StartsWith("resize is under way", busy.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Uncertain, "uncertain")]
    [InlineData(DriverTaskOutcome.Invalid, "invalid")]
    [InlineData(DriverTaskOutcome.Exhausted, "exhausted")]
    public void A_change_that_fails_ends_with_the_platforms_word(DriverTaskOutcome outcome, string code)
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        world.Send(new SnapshotServer(world.Web, "before"));

        End(world, outcome: outcome);

        Assert.Equal((TaskOutcome.Failed, code, "no"), (world.Ended.Outcome, world.Ended.Code, world.Ended.Reason));
        world.Send(new SnapshotServer(world.Web, "before"));
        Assert.Equal(2, world.Layer.Of<ServerTaskBegun>().Count);
    }

    [Fact]
    public void A_host_without_the_capacity_ends_a_resize_with_its_reason()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        world.Send(new ResizeServer(world.Web, Vcpus: 40));

        world.Layer.Refuse(world.Layer.Sent<ChangeServer>(), "no-capacity", "not enough processors");

        Assert.Equal((TaskOutcome.Failed, "no-capacity"), (world.Ended.Outcome, world.Ended.Code));
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_silent_ARML_does_not_hold_a_change_beyond_its_deadline()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        world.Send(new SnapshotServer(world.Web, "before"));

        world.Layer.Advance(TimeSpan.FromSeconds(171));

        Assert.Equal((TaskOutcome.Failed, "deadline"), (world.Ended.Outcome, world.Ended.Code));
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_plan_says_what_a_resize_would_take_and_whether_it_is_there()
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        var before = world.Layer.Log.Count;

        var fits = world.Layer.Ask(new PlanResize(new ResizeServer(world.Web, Vcpus: 16)));
        var lacks = world.Layer.Ask(new PlanResize(new ResizeServer(world.Web, Vcpus: 17)));
        var nobody = world.Layer.Ask(new PlanResize(new ResizeServer(new(DerivedId.From("nobody")), Vcpus: 1)));

        Assert.Equal(before, world.Layer.Log.Count);
        Assert.Equal(("h1", null), (fits.Host, fits.Code));
        Assert.Equal((new(2, 4 * Gib, 2 * Gib), new(16, 4 * Gib, 2 * Gib)), (fits.Now, fits.Then));
        Assert.Equal(14, fits.Free.Vcpus);
        Assert.Equal("no-capacity", lacks.Code);
        Assert.Equal("not-found", nobody.Code);
        Assert.Equal("nothing-asked", world.Layer.Ask(new PlanResize(new ResizeServer(world.Web))).Code);
    }

    /// <summary>ARML ends the change under way, after telling what is seen and claimed.</summary>
    private static void End(
        BslWorld world, Capacity? amount = null, DriverTaskOutcome outcome = DriverTaskOutcome.Done)
    {
        var command = world.Layer.Sent<ChangeServer>();
        var change = (ChangeServer)command.Body;
        world.Layer.Answer(
            command, new ServerChangeBegun(change.Resource, change.Task, change.Change, change.Deadline));
        if (amount is { } claimed)
        {
            See(world, new ServerSize((int)claimed.Vcpus, claimed.MemoryBytes));
            Resized(world, claimed, isKnown: true);
        }

        world.Layer.Observe("arml", new ServerChangeEnded(
            change.Resource, change.Task, change.Change, outcome, outcome == DriverTaskOutcome.Done ? null : "no", null,
            world.Layer.Now));
    }

    private static void Resized(BslWorld world, Capacity amount, bool isKnown) =>
        world.Layer.Observe("arml", new ClaimResized(
            world.Placed.Claim, world.Placed.Resource, world.Lab, "h1", world.Placed.Amount, amount,
            isKnown ? null : amount));

    private static void See(BslWorld world, params SnapshotFacts[] snapshots) =>
        See(world, new ServerSize(2, 4 * Gib), snapshots);

    private static void See(BslWorld world, ServerSize size, params SnapshotFacts[] snapshots)
    {
        var placed = world.Placed;
        var key = new ResourceKey(ResourceKind.Server, placed.Resource.ToString());
        var seen = new ResourceObject(key, placed.Spec.Name, ResourceState.Stopped)
        {
            Server = new(size.Vcpus, size.MemoryBytes, "h1", [], [], []) { Snapshots = snapshots },
        };
        world.Layer.Observe("arml", new ResourceStatusChanged(
            placed.Resource, world.Lab, ResourceState.Stopped, seen,
            new Evidence(world.Layer.Now, EvidenceSource.Read), null));
    }
}
