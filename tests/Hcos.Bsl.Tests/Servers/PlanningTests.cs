using Hcos.Contracts.Bsl;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Servers;

public sealed class PlanningTests
{
    [Fact]
    public void A_policy_is_one_of_those_that_are_known_and_decides_and_an_architecture_must_be_there()
    {
        var world = new BslWorld();
        world.Host("h2", vcpus: 4);

        Assert.Equal("unknown-policy", world.Refused(world.Create with { Policy = "best" }).Code);
        Assert.Contains(
            "other-architecture (2)",
            world.Refused(world.Create with { Architecture = "riscv64" }).Reason,
            StringComparison.Ordinal);
        Assert.Equal("h1", world.Layer.Ask(new PlanServer(world.Create)).Decision!.Host);
        var full = world.Layer.Ask(new PlanServer(world.Create with { Policy = "consolidated" })).Decision!;
        Assert.Equal("consolidated-1", full.Policy);
        Assert.Contains(full.Best[0].Parts, part => part.Objective == "consolidation");
    }

    [Fact]
    public void A_plan_says_what_the_creation_then_does()
    {
        var world = new BslWorld();
        world.Host("h2");
        var before = world.Layer.Log.Count;

        var plan = world.Layer.Ask(new PlanServer(world.Create));
        Assert.Equal(before, world.Layer.Log.Count);
        world.Send(world.Create);

        Assert.Null(plan.Code);
        Assert.Equal(world.Placed.Decision.Host, plan.Decision?.Host);
        Assert.Equal(
            world.Placed.Decision.Best.Select(best => best.Score), plan.Decision!.Best.Select(best => best.Score));
        Assert.Equal(plan.Decision.InputPosition, world.Placed.Decision.InputPosition);
    }

    [Fact]
    public void A_plan_that_cannot_be_says_why_like_the_refusal()
    {
        var world = new BslWorld();
        var wish = world.Create with { Vcpus = 17 };

        var plan = world.Layer.Ask(new PlanServer(wish));
        var refusal = world.Refused(wish);

        Assert.Equal((refusal.Code, refusal.Reason, null), (plan.Code, plan.Reason, plan.Decision));
        Assert.Equal([new RejectionCount("vcpus", 1)], plan.Rejected);
        Assert.Equal("invalid-vcpus", world.Layer.Ask(new PlanServer(wish with { Vcpus = 0 })).Code);
    }

    [Fact]
    public void Servers_of_a_group_are_spread_over_hosts()
    {
        var world = new BslWorld();
        world.Host("h2", vcpus: 8);
        world.Host("h3", vcpus: 4);

        for (var i = 0; i < 3; i++)
        {
            world.Send(world.Create with
            {
                Server = new(DerivedId.From($"{i}")),
                Name = $"web-{i}",
                Vcpus = 1,
                Group = "web",
            });
        }

        Assert.Equal(["h1", "h2", "h3"], world.Layer.Of<ServerPlaced>().Select(e => e.Decision.Host).Order());
    }

    [Fact]
    public void A_withdrawn_host_and_offer_are_no_candidates()
    {
        var world = new BslWorld();
        world.Layer.Observe("arml", new Hcos.Contracts.Arml.HostWithdrawn(world.Lab, "h1"));
        Assert.Equal("no-candidate", world.Refused(world.Create).Code);
        world.Host("h1");
        world.Layer.Observe("arml", new Hcos.Contracts.Arml.EnvironmentOfferWithdrawn(world.Lab));

        Assert.Equal("image-missing", world.Refused(world.Create).Code);
    }

    [Fact]
    public void Candidates_are_known_after_a_restart_as_before()
    {
        var world = new BslWorld();
        world.Send(world.Create with { Vcpus = 10 });

        world.Layer.Restart();

        var next = world.Create with { Server = new(DerivedId.From("next")), Name = "next" };
        Assert.Equal("no-candidate", world.Refused(next with { Vcpus = 7 }).Code);
        world.Send(next with { Vcpus = 6 });
        Assert.Equal(2, world.Layer.Of<ServerPlaced>().Count);
        Assert.DoesNotContain(world.Layer.Notices, notice => notice.Kind == NoticeKind.Parked);
    }
}
