using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Observations;

public sealed class AbsenceTests
{
    [Fact]
    public void Absence_counts_by_two_complete_listings()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"), Ci2World.Server("b"));
        world.Sweep(Ci2World.Server("b"));
        Assert.Equal([Ci2World.Key("a")], world.Of<SweepCompleted>()[^1].Lacking);
        Assert.Equal(ResourceState.Running, world.Shown("a"));

        world.Sweep(Ci2World.Server("b"));
        Assert.Equal(ResourceState.Missing, world.Shown("a"));
        Assert.Equal(EvidenceSource.Sweep, Assert.Single(world.Of<ResourceMissing>()).Evidence.Source);
        Assert.Equal(ResourceState.Running, world.Shown("b"));
        world.Sweep(Ci2World.Server("b"));
        Assert.Empty(world.Of<SweepCompleted>()[^1].Lacking);
    }

    [Fact]
    public void Two_listings_that_began_too_close_together_count_as_one()
    {
        var options = new Ci2Options { SweepInterval = TimeSpan.FromSeconds(10) };
        var world = new Ci2World(options);
        world.Register();
        world.ReachAndWatch();
        world.Sweep(Ci2World.Server("a"));
        for (var sweep = 0; sweep < 3; sweep++) world.Sweep();
        Assert.Empty(world.Of<ResourceMissing>());
        world.Sweep();
        Assert.Single(world.Of<ResourceMissing>());
    }

    [Fact]
    public void What_is_seen_between_two_listings_that_lacked_it_is_not_missing()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Sweep();
        world.Tell("a", ResourceState.Stopped);
        world.Look(Ci2World.Server("a"));
        world.Sweep();
        Assert.Empty(world.Of<ResourceMissing>());
        world.Sweep();
        Assert.Single(world.Of<ResourceMissing>());
    }

    [Fact]
    public void An_unchanged_sight_between_two_listings_that_lacked_it_counts_too()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Sweep();
        world.Sweep(Ci2World.Server("a"));
        world.Sweep();
        Assert.Empty(world.Of<ResourceMissing>());
    }

    [Fact]
    public void A_create_that_races_a_listing_is_never_seen_as_missing()
    {
        var server = new ResourceId(DerivedId.From("server"));
        var id = server.ToString();
        var spec = new ResourceSpec(server, ResourceKind.Server, "web") { Server = new ServerSpec(1, 1 << 30) };

        // The create ends, and its object is seen, during or after a listing that began too early for it.
        foreach (var endsInside in new[] { true, false })
        {
            var world = Ci2World.Swept();
            world.Layer.Command(new RunDriverTask(
                DerivedId.From("task"), Ci2World.Lab, server, DriverAction.Ensure, ResourceKind.Server, spec, null,
                null, world.Now + TimeSpan.FromMinutes(5)));
            var began = world.BeginSweep();
            if (endsInside) Acted(world, id);
            world.EndSweep(began);
            if (!endsInside) Acted(world, id);

            Assert.Empty(world.Of<SweepCompleted>()[^1].Lacking);
            world.Sweep(Ci2World.Server(id, ResourceState.Stopped));
            Assert.Empty(world.Of<ResourceMissing>());
            Assert.Equal(ResourceState.Stopped, world.Shown(id));
        }
    }

    [Fact]
    public void A_listing_during_a_delete_does_not_bring_the_object_back()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Layer.Command(new RunDriverTask(
            DerivedId.From("task"), Ci2World.Lab, new ResourceId(DerivedId.From("a")), DriverAction.Delete,
            ResourceKind.Server, null, Ci2World.Key("a"), null, null));
        var began = world.BeginSweep();
        world.Return<DriverCall.Act>(
            new DriverAnswer.Acted(DriverTaskOutcome.Done, null, Ci2World.Key("a"), null, world.Now));
        Assert.Equal(ResourceState.Missing, world.Shown("a"));
        Assert.Equal(EvidenceSource.Effect, Assert.Single(world.Of<ResourceMissing>()).Evidence.Source);

        world.EndSweep(began, Ci2World.Server("a"));
        Assert.Equal(ResourceState.Missing, world.Shown("a"));
    }

    [Fact]
    public void Under_other_rights_nothing_is_missing()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        for (var sweep = 0; sweep < 5; sweep++) world.EndSweep(world.BeginSweep(), "fewer");
        Assert.Empty(world.Of<ResourceMissing>());
        Assert.Empty(world.Of<SweepCompleted>()[^1].Lacking);
    }

    [Fact]
    public void Much_missing_at_once_is_suspect_and_believed_only_after_it_is_confirmed()
    {
        var all = Servers(20);
        var world = Ci2World.Swept(all);
        var some = all[..14];
        world.Sweep(some);
        Assert.Equal(6, Assert.Single(world.Of<EnvironmentSuspect>()).Lacking);

        world.Sweep(some);
        Assert.Equal(2, world.Of<EnvironmentReached>().Count);
        Assert.Empty(world.Of<ResourceMissing>());
        world.Sweep(some);
        Assert.Equal(6, world.Of<ResourceMissing>().Count);
        Assert.Single(world.Of<EnvironmentSuspect>());
    }

    [Fact]
    public void A_passing_suspicion_leaves_no_trace()
    {
        var all = Servers(20);
        var world = Ci2World.Swept(all);
        world.Sweep();
        Assert.Single(world.Of<EnvironmentSuspect>());
        world.Sweep(all);
        Assert.Equal(2, world.Of<EnvironmentReached>().Count);
        for (var sweep = 0; sweep < 3; sweep++) world.Sweep(all);
        Assert.Empty(world.Of<ResourceMissing>());
        Assert.Equal(20, world.Of<ResourceObserved>().Count);
    }

    [Fact]
    public void While_ever_more_goes_missing_nothing_is_believed()
    {
        var all = Servers(40);
        var world = Ci2World.Swept(all);
        for (var left = 30; left > 10; left -= 5) world.Sweep(all[..left]);
        Assert.Empty(world.Of<ResourceMissing>());
        Assert.Equal(4, world.Of<EnvironmentSuspect>().Count);
    }

    [Fact]
    public void What_goes_with_servers_that_are_deleted_from_here_makes_nobody_suspicious()
    {
        var ids = Enumerable.Range(0, 8).Select(number => new ResourceId(DerivedId.From($"{number}"))).ToList();
        var world = Ci2World.Swept([.. ids.SelectMany(id => Ci2World.ServerWithVolume($"{id}"))]);
        foreach (var id in ids[..6]) Delete(world, id);
        var left = ids[6..].SelectMany(id => Ci2World.ServerWithVolume($"{id}")).ToArray();
        world.Sweep(left);
        Assert.Equal(6, world.Of<SweepCompleted>()[^1].Lacking.Count);
        Assert.Empty(world.Of<EnvironmentSuspect>());
        world.Sweep(left);
        Assert.Equal(12, world.Of<ResourceMissing>().Count);
        Assert.Empty(world.Of<EnvironmentSuspect>());
    }

    [Fact]
    public void Ports_that_go_with_servers_that_are_deleted_from_here_make_nobody_suspicious()
    {
        var ids = Enumerable.Range(0, 8).Select(number => new ResourceId(DerivedId.From($"{number}"))).ToList();
        var world = Ci2World.Swept([.. ids.SelectMany(WithPort)]);
        foreach (var id in ids[..6]) Delete(world, id);
        world.Sweep([.. ids[6..].SelectMany(WithPort)]);

        Assert.Equal(6, world.Of<SweepCompleted>()[^1].Lacking.Count);
        Assert.Empty(world.Of<EnvironmentSuspect>());

        static IEnumerable<ResourceObject> WithPort(ResourceId id) =>
        [
            Ci2World.Server($"{id}"),
            new(new(ResourceKind.Port, $"port-{id}"), "port", ResourceState.Running)
            {
                Port = new("net", null, ["10.0.0.1"], $"{id}", []),
                MadeFor = id,
            },
        ];
    }

    [Fact]
    public void Few_objects_never_make_an_environment_suspect()
    {
        var world = Ci2World.Swept(Servers(4));
        world.Sweep();
        world.Sweep();
        Assert.Equal(4, world.Of<ResourceMissing>().Count);
        Assert.Empty(world.Of<EnvironmentSuspect>());
    }

    [Fact]
    public void What_was_missing_and_is_seen_again_is_told()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Sweep();
        world.Sweep();
        world.Sweep(Ci2World.Server("a"));
        Assert.Equal(ResourceState.Running, world.Shown("a"));
    }

    private static ResourceObject[] Servers(int count) =>
        [.. Enumerable.Range(0, count).Select(number => Ci2World.Server($"s{number:00}"))];

    private static void Delete(Ci2World world, ResourceId server)
    {
        world.Layer.Command(new RunDriverTask(
            DerivedId.From("delete", $"{server}"), Ci2World.Lab, server, DriverAction.Delete, ResourceKind.Server, null,
            Ci2World.Key($"{server}"), null, null));
        world.Pass();
        world.Return<DriverCall.Act>(new DriverAnswer.Acted(
            DriverTaskOutcome.Done, null, Ci2World.Key($"{server}"), null, world.Now));
    }

    private static void Acted(Ci2World world, string id)
    {
        world.Pass();
        world.Return<DriverCall.Act>(new DriverAnswer.Acted(
            DriverTaskOutcome.Done, null, Ci2World.Key(id), Ci2World.Server(id, ResourceState.Stopped), world.Now));
    }
}
