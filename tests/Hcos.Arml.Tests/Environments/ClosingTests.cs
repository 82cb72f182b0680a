using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Environments;

public sealed class ClosingTests
{
    [Fact]
    public void An_environment_without_claims_is_closed_and_offered_no_more()
    {
        var world = new ArmlWorld();

        var task = world.Close();

        Assert.Equal(new EnvironmentClosed(world.Lab, task), Assert.Single(world.Layer.Of<EnvironmentClosed>()));
        Assert.Single(world.Layer.Of<HostWithdrawn>());
        Assert.Single(world.Layer.Of<EnvironmentOfferWithdrawn>());
    }

    [Fact]
    public void A_claim_on_its_way_to_a_closed_environment_is_stale()
    {
        var world = new ArmlWorld();
        world.Close();

        var refusal = world.Refused(world.Claim);

        Assert.Equal(("stale", "the environment is being removed: place again"), (refusal.Code, refusal.Reason));
        Assert.Empty(world.Layer.Of<CapacityClaimed>());
    }

    [Fact]
    public void A_claim_that_came_first_keeps_the_environment_open()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);

        var task = world.Close();

        Assert.Equal(new EnvironmentInUse(world.Lab, task, 1), Assert.Single(world.Layer.Of<EnvironmentInUse>()));
        Assert.Empty(world.Layer.Of<EnvironmentClosed>());
        Assert.Empty(world.Layer.Of<HostWithdrawn>());
    }

    [Fact]
    public void A_claim_counts_until_it_is_released()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(new ReleaseResource(world.Web, null));
        world.Close();
        Assert.Single(world.Layer.Of<EnvironmentInUse>());

        world.End();
        world.Close();

        Assert.Single(world.Layer.Of<EnvironmentClosed>());
    }

    [Fact]
    public void What_is_seen_of_a_closed_environment_is_noted_and_told_when_it_is_kept()
    {
        var world = new ArmlWorld();
        var task = world.Close();
        var told = world.Layer.Of<HostCapacityChanged>().Count;
        world.See(HostObject("h1", 4));
        world.See(ImageObject("guest"));
        world.Change(EnvironmentAccess.Manage);
        Assert.Equal(told, world.Layer.Of<HostCapacityChanged>().Count);

        world.Keep(task);

        Assert.Equal(4 * 16, world.Host.Total.Vcpus);
        Assert.Equal("guest", Assert.Single(world.Layer.Of<EnvironmentOfferChanged>()[^1].Images).Name);
        world.Layer.Command(world.Claim);
        Assert.Single(world.Layer.Of<CapacityClaimed>());
    }

    [Fact]
    public void It_stays_closed_over_a_restart_and_is_kept_by_the_end_of_its_own_removal_only()
    {
        var world = new ArmlWorld();
        var task = world.Close();
        world.Layer.Restart();
        world.Keep(world.Layer.NextId());
        Assert.Equal("stale", world.Refused(world.Claim).Code);

        world.Keep(task);
        world.Keep(task);
        world.Layer.Command(world.Claim with { Claim = new(DerivedId.From("again")) });

        Assert.Single(world.Layer.Of<CapacityClaimed>());
    }

    [Fact]
    public void A_closed_environment_that_is_removed_withdraws_nothing_twice_and_is_not_opened_by_the_end()
    {
        var world = new ArmlWorld();
        var task = world.Close();

        world.Remove(isForgotten: false);
        world.Layer.Observe("cie", new EnvironmentTaskEnded(world.Lab, task, TaskOutcome.Done, "done", null, []));
        world.See(HostObject("h1", 4));

        Assert.Single(world.Layer.Of<HostWithdrawn>());
        Assert.Equal(8 * 16, world.Host.Total.Vcpus);
        Assert.Equal("stale", world.Refused(world.Claim).Code);
    }

    [Fact]
    public void Even_an_environment_that_is_not_known_any_more_is_answered_for()
    {
        var world = new ArmlWorld();
        world.Remove(isForgotten: true);

        var task = world.Close();

        Assert.Equal(task, Assert.Single(world.Layer.Of<EnvironmentClosed>()).Task);
    }
}
