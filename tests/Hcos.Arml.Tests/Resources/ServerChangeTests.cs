using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Resources;

public sealed class ServerChangeTests
{
    private static readonly Capacity Before = new(2, 4 * Gib, 10 * Gib);
    private static readonly SnapshotSpec Kept = new(new(DerivedId.From("snapshot")), "before");

    private static Capacity Claimed(ArmlWorld world) => world.Layer.Of<ClaimResized>()[^1].Amount;

    [Fact]
    public void A_resize_claims_the_larger_of_both_until_it_is_done()
    {
        var world = new ArmlWorld().WithWeb();

        world.Layer.Command(Resize(world, new(6, 2 * Gib, 20 * Gib)));

        var held = Assert.Single(world.Layer.Of<ClaimResized>());
        Assert.Equal((Before, new(6, 4 * Gib, 20 * Gib)), (held.Former, held.Amount));
        Assert.Equal(new Capacity(6, 2 * Gib, 20 * Gib), held.Target);
        Assert.Equal(
            (DriverAction.Change, ServerChangeKind.Resize, world.WebKey),
            (world.Task.Action, world.Task.Change!.Kind, world.Task.Key));
        world.End(observed: Sized(world, 6, 2));
        Assert.Equal(new Capacity(6, 2 * Gib, 20 * Gib), Claimed(world));
        Assert.Null(world.Layer.Of<ClaimResized>()[^1].Target);
        Assert.Equal(DriverTaskOutcome.Done, Assert.Single(world.Layer.Of<ServerChangeEnded>()).Outcome);
        Assert.Equal((6, 2 * Gib), (world.Status.Object!.Server!.Vcpus, world.Status.Object.Server.MemoryBytes));
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void What_a_resize_took_is_gone_for_others_and_what_it_gave_is_theirs()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(2, 40 * Gib)));
        Assert.Equal("stale", world.Refused(Another(world, 30)).Code);
        world.End(observed: Sized(world, 2, 40));
        Assert.Equal("stale", world.Refused(Another(world, 30)).Code);
        world.Layer.Command(Resize(world, new(1, Gib), "smaller"));
        Assert.Equal("stale", world.Refused(Another(world, 30)).Code);
        world.End(observed: Sized(world, 1, 1));

        world.Layer.Command(Another(world, 30));

        Assert.Equal(2, world.Layer.Of<CapacityClaimed>().Count);
    }

    [Theory]
    [InlineData(1000, 4, 0, "processors")]
    [InlineData(2, 400, 0, "memory")]
    [InlineData(2, 4, 5000, "disk")]
    public void Nothing_is_claimed_beyond_what_is_known(int vcpus, long gib, long diskGib, string lacking)
    {
        var world = new ArmlWorld().WithWeb();

        var refusal = world.Refused(Resize(world, new(vcpus, gib * Gib, diskGib * Gib)));

        Assert.Equal("no-capacity", refusal.Code);
        Assert.Contains(lacking, refusal.Reason, StringComparison.Ordinal);
        Assert.Empty(world.Layer.Of<ClaimResized>());
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Conflict)]
    [InlineData(DriverTaskOutcome.Invalid)]
    [InlineData(DriverTaskOutcome.Exhausted)]
    [InlineData(DriverTaskOutcome.Unavailable)]
    public void A_resize_that_surely_did_not_happen_leaves_the_claim_as_it_was(DriverTaskOutcome outcome)
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib)));

        world.End(outcome);

        Assert.Equal(Before, Claimed(world));
        Assert.Null(world.Layer.Of<ClaimResized>()[^1].Target);
        Assert.Equal(outcome, Assert.Single(world.Layer.Of<ServerChangeEnded>()).Outcome);
    }

    [Theory]
    [InlineData(6, 8)]
    [InlineData(2, 4)]
    [InlineData(6, 4)]
    public void Doubt_keeps_the_larger_until_the_server_is_seen(int vcpus, long gib)
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib)));
        world.End(DriverTaskOutcome.Uncertain);
        AssertInDoubt(world, vcpus, gib);
    }

    [Fact]
    public void What_is_seen_at_an_uncertain_end_to_have_changed_is_no_doubt()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib, 20 * Gib)));

        world.End(DriverTaskOutcome.Uncertain, Sized(world, 6, 8));

        Assert.Equal(new Capacity(6, 8 * Gib, 20 * Gib), Claimed(world));
        Assert.Null(world.Layer.Of<ClaimResized>()[^1].Target);
    }

    [Theory]
    [InlineData(6, 8)]
    [InlineData(2, 4)]
    public void A_resize_that_is_refused_after_an_uncertain_one_leaves_the_doubt(int vcpus, long gib)
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib)));
        world.End(DriverTaskOutcome.Uncertain);
        world.Layer.Command(Resize(world, new(7, 9 * Gib), "another"));
        Assert.Equal(new Capacity(7, 9 * Gib, 10 * Gib), Claimed(world));

        world.End(DriverTaskOutcome.Exhausted);

        AssertInDoubt(world, vcpus, gib);
    }

    [Fact]
    public void What_is_seen_at_an_uncertain_end_after_doubt_may_still_become_what_it_was_to_be()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib)));
        world.End(DriverTaskOutcome.Uncertain);
        world.Layer.Command(Resize(world, new(7, 9 * Gib), "another"));

        world.End(DriverTaskOutcome.Uncertain, Sized(world, 2, 4));

        Assert.Equal(new Capacity(7, 9 * Gib, 10 * Gib), Claimed(world));
        Assert.NotNull(world.Layer.Of<ClaimResized>()[^1].Target);
    }

    [Fact]
    public void A_later_start_shows_what_an_uncertain_resize_led_to()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib)));
        world.End(DriverTaskOutcome.Uncertain);

        world.Layer.Command(new ChangePower(
            world.Web, DerivedId.From("start"), PowerAction.Start, world.Layer.Now + TimeSpan.FromSeconds(40)));
        world.End(observed: ServerObject(world.Web.ToString()));

        Assert.Equal(Before, Claimed(world));
    }

    [Fact]
    public void A_silent_CI2_does_not_hold_a_change_beyond_its_deadline_and_its_late_end_settles_the_claim()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib)));
        var task = world.Task;

        world.Layer.Advance(TimeSpan.FromSeconds(41));

        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Layer.Of<ServerChangeEnded>()).Outcome);
        Assert.Equal("busy", world.Refused(Resize(world, new(3, 4 * Gib), "another")).Code);
        world.Ended(task, DriverTaskOutcome.Done, Sized(world, 6, 8));
        Assert.Equal(new Capacity(6, 8 * Gib, 10 * Gib), Claimed(world));
        Assert.Null(world.Layer.Of<ClaimResized>()[^1].Target);
        world.Layer.Command(Resize(world, new(3, 4 * Gib), "another"));
        Assert.Equal(2, world.Layer.Of<ServerChangeBegun>().Count);
    }

    [Theory]
    [InlineData(ServerChangeKind.Snapshot)]
    [InlineData(ServerChangeKind.Revert)]
    public void A_snapshot_and_a_revert_claim_nothing_and_end_after_what_was_seen(ServerChangeKind kind)
    {
        var world = new ArmlWorld().WithWeb();

        world.Layer.Command(Change(world, new(kind, new(2, 4 * Gib), Kept)));
        Assert.Equal((kind, Kept), (world.Task.Change!.Kind, world.Task.Change.Snapshot));
        var stopped = Sized(world, 2, 4);
        world.End(observed: stopped with { Server = stopped.Server! with { Snapshots = [new(Kept.Name, Kept.Id)] } });

        Assert.Empty(world.Layer.Of<ClaimResized>());
        Assert.Equal(
            [typeof(ResourceStatusChanged), typeof(ServerChangeEnded)],
            world.Layer.Events.TakeLast(2).Select(e => e.GetType()));
        Assert.Equal("before", Assert.Single(world.Status.Object!.Server!.Snapshots!).Name);
        Assert.Equal(SettledCodes.Already, world.Refused(Change(world, new(kind, new(2, 4 * Gib), Kept))).Code);
    }

    [Fact]
    public void A_release_ends_a_change_and_gives_back_all_that_was_claimed()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib)));
        var task = world.Task;

        world.Layer.Command(new ReleaseResource(world.Web, null));
        Assert.Equal(DriverTaskOutcome.Conflict, Assert.Single(world.Layer.Of<ServerChangeEnded>()).Outcome);
        world.Ended(task, DriverTaskOutcome.Uncertain);
        Assert.Equal(DriverAction.Delete, world.Task.Action);
        world.End();

        Assert.Equal(new Capacity(6, 8 * Gib, 10 * Gib), Assert.Single(world.Layer.Of<ClaimReleased>()).Amount);
        world.Layer.Command(Another(world, 55));
        Assert.Equal(2, world.Layer.Of<CapacityClaimed>().Count);
    }

    [Fact]
    public void What_cannot_be_changed_is_refused_with_a_reason()
    {
        var world = new ArmlWorld();
        var size = new ServerSize(3, 4 * Gib);
        Assert.Equal("missing", world.Refused(Resize(world, size)).Code);
        world.Layer.Command(world.Claim);
        Assert.Equal("conflict", world.Refused(Resize(world, size)).Code);
        world.End(observed: ServerObject(world.Web.ToString()));
        Assert.Equal("deadline", world.Refused(Resize(world, size) with { Deadline = world.Layer.Now }).Code);
        Assert.Equal("invalid", world.Refused(Change(world, new(ServerChangeKind.Revert, size))).Code);
        Assert.Equal("invalid", world.Refused(Resize(world, new(0, Gib))).Code);
        world.Change(EnvironmentAccess.ObserveOnly);
        Assert.Equal("denied", world.Refused(Resize(world, size)).Code);
        world.Change(EnvironmentAccess.Manage);
        world.Layer.Command(new ReleaseResource(world.Web, null));
        Assert.Equal("gone", world.Refused(Resize(world, size)).Code);
        Assert.Empty(world.Layer.Of<ServerChangeBegun>());
    }

    [Fact]
    public void A_repeat_of_a_change_under_way_is_told_so_and_orders_nothing()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Resize(world, new(6, 8 * Gib)));
        world.Layer.Answer(world.Layer.Sent<RunDriverTask>(), new DriverTaskBegun(
            world.Task.Task, world.Task.Environment, world.Web, DriverAction.Change));

        Assert.DoesNotContain(world.Layer.Command(Resize(world, new(6, 8 * Gib))).Events, e => e.Body is CommandOwed);
        Assert.Single(world.Layer.Of<ServerChangeBegun>().Distinct());
        Assert.Single(world.Layer.Of<ClaimResized>());
    }

    private static ChangeServer Resize(ArmlWorld world, ServerSize size, string task = "resize") =>
        Change(world, new(ServerChangeKind.Resize, size), task);

    private static ChangeServer Change(ArmlWorld world, ServerChange change, string task = "change") =>
        new(world.Web, DerivedId.From(task), change, world.Layer.Now + TimeSpan.FromSeconds(40));

    private static ResourceObject Sized(ArmlWorld world, int vcpus, long gib) =>
        ServerObject(world.Web.ToString(), ResourceState.Stopped, vcpus, gib);

    private static ClaimCapacity Another(ArmlWorld world, long gib)
    {
        var id = new ResourceId(DerivedId.From("another", $"{gib}"));
        return world.Claim with
        {
            Claim = new(id.Value),
            Resource = id,
            Amount = new(1, gib * Gib, 0),
            Spec = new(id, ResourceKind.Server, "other") { Server = new(1, gib * Gib) },
            Deadline = world.Layer.Now + TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>The claim holds the larger of both, and settles on what is seen.</summary>
    private static void AssertInDoubt(ArmlWorld world, int vcpus, long gib)
    {
        Assert.Equal(new Capacity(6, 8 * Gib, 10 * Gib), Claimed(world));
        Assert.NotNull(world.Layer.Of<ClaimResized>()[^1].Target);
        world.Layer.Restart();
        world.Layer.Advance(TimeSpan.FromSeconds(1));

        world.See(Sized(world, vcpus, gib));

        Assert.Equal(new Capacity(vcpus, gib * Gib, 10 * Gib), Claimed(world));
        Assert.Null(world.Layer.Of<ClaimResized>()[^1].Target);
    }
}
