using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Tests.Observations;

public sealed class ObservationTests
{
    [Fact]
    public void A_change_that_a_sweep_shows_is_told_with_the_instant_the_listing_began()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        var began = world.BeginSweep();
        world.EndSweep(began, Ci2World.Server("a", ResourceState.Stopped));

        var told = world.Of<ResourceObserved>()[^1];
        Assert.Equal(ResourceState.Stopped, told.Object.State);
        Assert.Equal(new Evidence(began, EvidenceSource.Sweep), told.Evidence);
    }

    [Fact]
    public void An_event_is_shown_at_once_with_the_platforms_words()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Advance(12);
        var at = world.Tell("a", ResourceState.Stopped, "stopped/destroyed");

        var told = Assert.Single(world.Of<ResourceStateObserved>());
        Assert.Equal(new Evidence(at, EvidenceSource.Event, "stopped/destroyed"), told.Evidence);
        Assert.False(world.IsRunning<DriverCall.Look>());
    }

    [Fact]
    public void A_listing_that_began_before_an_event_and_ended_after_it_does_not_undo_the_event()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        var began = world.BeginSweep();
        world.Tell("a", ResourceState.Stopped);
        world.EndSweep(began, Ci2World.Server("a", ResourceState.Running));

        Assert.Equal(ResourceState.Stopped, world.Shown("a"));
    }

    [Fact]
    public void A_listing_that_began_before_an_event_of_the_known_state_does_not_undo_it()
    {
        // The event before it was lost: the listing saw the state between the two.
        var world = Ci2World.Swept(Ci2World.Server("a"));
        var began = world.BeginSweep();
        world.Tell("a", ResourceState.Running);
        world.EndSweep(began, Ci2World.Server("a", ResourceState.Stopped));

        Assert.Equal(ResourceState.Running, world.Shown("a"));
    }

    [Fact]
    public void An_event_that_contradicts_young_evidence_is_shown_and_a_read_decides()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Tell("a", ResourceState.Stopped);
        Assert.Equal(ResourceState.Stopped, world.Shown("a"));

        world.Look(Ci2World.Server("a", ResourceState.Running));
        Assert.Equal(ResourceState.Running, world.Shown("a"));
        Assert.Equal(EvidenceSource.Read, world.Of<ResourceObserved>()[^1].Evidence.Source);
        world.Advance(5);
        Assert.False(world.IsRunning<DriverCall.Look>());
    }

    [Fact]
    public void A_read_that_began_before_the_last_event_says_nothing_and_is_repeated()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Tell("a", ResourceState.Stopped);
        world.Pass();
        var began = world.Now;
        world.Tell("a", ResourceState.Paused);
        // The former read is still under way; its answer is dropped.
        world.Layer.Return(
            world.Layer.Effects.Last(effect => effect.Request is DriverCall.Look),
            new DriverAnswer.Looked(Ci2World.Server("a"), began));
        Assert.Equal(ResourceState.Paused, world.Shown("a"));

        world.Pass();
        Assert.Equal(2, world.Layer.Effects.Count(effect => effect.Request is DriverCall.Look));
        world.Look(Ci2World.Server("a", ResourceState.Paused));
        world.Advance(60);
        Assert.Equal(2, world.Layer.Effects.Count(effect => effect.Request is DriverCall.Look));
        Assert.Equal(ResourceState.Paused, world.Shown("a"));
    }

    [Fact]
    public void What_a_listing_was_quicker_to_show_is_told_with_the_platforms_words()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Sweep(Ci2World.Server("a", ResourceState.Paused));
        var at = world.Tell("a", ResourceState.Paused, "suspended/paused");
        world.Tell("a", ResourceState.Paused, "again");

        var told = Assert.Single(world.Of<ResourceStateObserved>());
        Assert.Equal(new Evidence(at, EvidenceSource.Event, "suspended/paused"), told.Evidence);
        Assert.False(world.IsRunning<DriverCall.Look>());
    }

    [Fact]
    public void What_a_listing_showed_long_ago_is_not_told_again()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Advance(12);
        world.Tell("a", ResourceState.Running);
        Assert.Empty(world.Of<ResourceStateObserved>());
    }

    [Fact]
    public void An_unknown_object_that_an_event_speaks_of_is_read()
    {
        var world = Ci2World.Swept();
        world.Tell("new", ResourceState.Running);
        Assert.Null(world.Shown("new"));
        world.Look(Ci2World.Server("new"));
        Assert.Equal(ResourceState.Running, world.Shown("new"));
    }

    [Fact]
    public void A_removal_that_a_read_confirms_is_an_absence()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.TellRemoved("a");
        Assert.Equal(ResourceState.Running, world.Shown("a"));
        world.Look(null);
        Assert.Equal(ResourceState.Missing, world.Shown("a"));
    }

    [Fact]
    public void A_removal_that_a_read_contradicts_is_none()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.TellRemoved("a");
        world.Look(Ci2World.Server("a"));
        Assert.Empty(world.Of<ResourceMissing>());
        world.Advance(5);
        Assert.False(world.IsRunning<DriverCall.Look>());
    }

    [Fact]
    public void One_read_that_finds_nothing_is_no_absence()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Tell("a", ResourceState.Stopped);
        world.Look(null);
        Assert.Equal(ResourceState.Stopped, world.Shown("a"));
    }

    [Fact]
    public void A_read_that_fails_is_repeated_until_it_answers()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.TellRemoved("a");
        for (var time = 0; time < 4; time++)
        {
            world.Pass();
            world.Fail<DriverCall.Look>();
            world.Advance(20);
        }

        world.Look(null);
        Assert.Equal(ResourceState.Missing, world.Shown("a"));
    }

    [Fact]
    public void A_server_that_begins_to_execute_is_read_until_its_address_is_known()
    {
        var network = new ServerFacts(1, 1 << 30, "h", [], [], ["default"]);
        var stopped = Ci2World.Server("a", ResourceState.Stopped) with { Server = network };
        var running = stopped with { State = ResourceState.Running };
        var world = Ci2World.Swept(stopped);
        world.Advance(12);
        world.Tell("a", ResourceState.Running);
        Assert.False(world.IsRunning<DriverCall.Look>());
        for (var wait = 1; wait <= 4; wait *= 2)
        {
            world.Advance(wait);
            world.Look(running);
            Assert.False(world.IsRunning<DriverCall.Look>());
        }

        world.Advance(8);
        world.Look(running with { Server = network with { Addresses = ["10.0.0.1"] } });
        world.Advance(100);
        Assert.False(world.IsRunning<DriverCall.Look>());
        Assert.Equal(["10.0.0.1"], world.Of<ResourceObserved>()[^1].Object.Server!.Addresses);
    }

    [Fact]
    public void A_server_that_never_gets_an_address_is_read_a_bounded_number_of_times()
    {
        var network = new ServerFacts(1, 1 << 30, "h", [], [], ["default"]);
        var running = Ci2World.Server("a") with { Server = network };
        var world = Ci2World.Swept(running);
        var reads = 0;
        for (var second = 0; second < 3_600; second++)
        {
            world.Advance(1);
            if (world.IsRunning<DriverCall.Sweep>()) world.EndSweep(world.Now, running);
            if (!world.IsRunning<DriverCall.Look>()) continue;
            reads++;
            world.Look(running);
        }

        Assert.Equal(new Ci2Options().MostFollowUps, reads);
    }

    [Fact]
    public void Space_that_hardly_moves_makes_no_news()
    {
        static ResourceObject Volume(long allocated) =>
            new(new ResourceKey(ResourceKind.Volume, "p/v"), "v", ResourceState.Running)
            {
                Volume = new VolumeFacts(10 << 20, allocated, "p", "qcow2", null),
                Native = new NativePart("xml", $"{allocated}"),
            };
        var world = Ci2World.Swept(Volume(1 << 20));
        world.Sweep(Volume((1 << 20) + 4096));
        Assert.Single(world.Of<ResourceObserved>());
        world.Sweep(Volume(2 << 20));
        Assert.Equal(2, world.Of<ResourceObserved>().Count);
    }

    [Fact]
    public void Ports_and_security_groups_make_news_when_what_is_in_them_changes()
    {
        var rule = new SecurityRuleFacts(TrafficDirection.Ingress, 4, "tcp", 80, 80, null);
        var world = Ci2World.Swept(Port("10.0.0.1"), Group(rule));
        world.Sweep(Port("10.0.0.1"), Group(rule with { }));
        Assert.Equal(2, world.Of<ResourceObserved>().Count);
        world.Sweep(Port("10.0.0.2"), Group(rule with { LastPort = 81 }));
        Assert.Equal(4, world.Of<ResourceObserved>().Count);

        static ResourceObject Port(string address) =>
            new(new(ResourceKind.Port, "p"), "p", ResourceState.Running)
            {
                Port = new("n", null, [address], null, ["g"]),
            };
        static ResourceObject Group(SecurityRuleFacts rule) =>
            new(new(ResourceKind.SecurityGroup, "g"), "g", ResourceState.Running) { SecurityGroup = new([rule]) };
    }
}
