using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Tasks;

/// <summary>Changes of stopped servers as driver tasks: what they need, and when a last read shows them done.</summary>
public sealed class ServerChangeTaskTests
{
    private static readonly ResourceId Resource = new(DerivedId.From("server"));
    private static readonly SnapshotSpec Kept = new(new(DerivedId.From("kept")), "before");

    public static TheoryData<ServerChange, ResourceObject, DriverTaskOutcome> LastReads => new()
    {
        { new(ServerChangeKind.Resize, new(2, 2L << 30)), Seen(2, 2), DriverTaskOutcome.Done },
        { new(ServerChangeKind.Resize, new(2, 2L << 30)), Seen(2, 1), DriverTaskOutcome.Uncertain },
        { new(ServerChangeKind.Resize, new(2, 2L << 30, 1L << 40)), Seen(2, 2), DriverTaskOutcome.Uncertain },
        { new(ServerChangeKind.Snapshot, null, Kept), Seen(1, 1, Kept), DriverTaskOutcome.Done },
        { new(ServerChangeKind.Snapshot, null, Kept), Seen(1, 1), DriverTaskOutcome.Uncertain },
        { new(ServerChangeKind.DeleteSnapshot, null, Kept), Seen(1, 1), DriverTaskOutcome.Done },
        { new(ServerChangeKind.DeleteSnapshot, null, Kept), Seen(1, 1, Kept), DriverTaskOutcome.Uncertain },
        { new(ServerChangeKind.Revert, new(1, 1L << 30), Kept), Seen(1, 1, Kept), DriverTaskOutcome.Uncertain },
    };

    [Theory]
    [MemberData(nameof(LastReads))]
    public void An_overdue_change_is_done_only_when_it_can_be_seen(
        ServerChange change, ResourceObject seen, DriverTaskOutcome outcome)
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Change(world, change));
        world.Pass();
        Assert.Equal(change, ((DriverCall.Act)world.Running<DriverCall.Act>().Request).Change);
        Return(world, seen);
        world.Advance(61);
        if (world.IsRunning<DriverCall.Act>()) Return(world, seen);
        world.Advance(11);
        world.Return<DriverCall.Close>(new DriverAnswer.Looked(seen, world.Now));

        Assert.Equal(outcome, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Fact]
    public void A_change_that_does_not_say_what_is_refused()
    {
        var world = Ci2World.Swept();
        var whole = Change(world, new(ServerChangeKind.Revert, new(1, 1L << 30), Kept));
        world.Layer.Command(whole with { Key = null });
        world.Layer.Command(whole with { Task = DerivedId.From("two"), Change = null });
        world.Layer.Command(whole with { Task = DerivedId.From("three"), Change = whole.Change! with { Size = null } });
        world.Layer.Command(whole with { Task = DerivedId.From("four"), Change = new(ServerChangeKind.Snapshot) });
        world.Layer.Command(whole with { Task = DerivedId.From("five"), Change = new(ServerChangeKind.Resize) });

        Assert.Equal(5, world.Of<CommandSettled>().Count(settled => settled.Code == "invalid"));
        Assert.Empty(world.Of<DriverTaskBegun>());
    }

    private static void Return(Ci2World world, ResourceObject seen) => world.Return<DriverCall.Act>(
        new DriverAnswer.Acted(DriverTaskOutcome.Uncertain, "as the test wanted", seen.Key, null, world.Now));

    private static RunDriverTask Change(Ci2World world, ServerChange change) => new(
        DerivedId.From("task"), Ci2World.Lab, Resource, DriverAction.Change, ResourceKind.Server, null,
        new(ResourceKind.Server, Resource.ToString()), null, world.Now + TimeSpan.FromSeconds(60), change);

    private static ResourceObject Seen(int vcpus, long gib, params SnapshotSpec[] kept) =>
        new(new(ResourceKind.Server, Resource.ToString()), "web-1", ResourceState.Stopped)
        {
            Server = new(vcpus, gib << 30, null, [], [], [])
            {
                Snapshots = [.. kept.Select(one => new SnapshotFacts(one.Name, one.Id))],
            },
        };
}
