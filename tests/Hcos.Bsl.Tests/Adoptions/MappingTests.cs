using Hcos.Bsl.Adoptions;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Adoptions;

public sealed class MappingTests
{
    [Theory]
    [InlineData("web-1", "web-1")]
    [InlineData("Web_01 (old)", "web-01--old")]
    [InlineData("äöü", null)]
    [InlineData("---", null)]
    [InlineData("", null)]
    public void A_name_is_made_valid_as_near_as_can_be(string native, string? name) =>
        Assert.Equal(name, Mapping.NameOf(native));

    [Fact]
    public void A_long_name_is_cut()
    {
        var name = Mapping.NameOf(new string('a', 200))!;

        Assert.True(ResourceNames.IsValid(name));
        Assert.Equal(ResourceNames.LongestName, name.Length);
    }

    [Fact]
    public void A_plan_changes_nothing_and_says_what_the_adoption_then_does()
    {
        var world = World();
        var adopt = new AdoptServers(new(world.Layer.NextId()), world.Lab, "n1", "my-web");
        var before = world.Layer.Log.Count;

        var plan = world.Layer.Ask(new PlanAdoption(adopt));
        Assert.Equal(before, world.Layer.Log.Count);
        world.Send(adopt);

        var adopted = Assert.Single(plan.Adopts);
        Assert.Equal(("my-web", adopt.Adoption.Value, "h1"), (adopted.Name, adopted.Server.Value, adopted.Host));
        Assert.Equal(adopted.Server, Assert.Single(world.Layer.Of<ServerAdopting>()).Server);
        Assert.Equal(adopted.Key, ((AdoptResource)world.Layer.Sent<AdoptResource>().Body).Key);
    }

    [Fact]
    public void A_server_is_named_by_its_native_id_or_by_a_name_that_is_unique()
    {
        var world = World();
        world.Layer.Observe("arml", Foreign(world, "n2", "twin"), Foreign(world, "n3", "twin"));

        Assert.Equal("n1", Assert.Single(Plan(world, "old").Adopts).Key.NativeId);
        Assert.Equal("n2", Assert.Single(Plan(world, "n2").Adopts).Key.NativeId);
        Assert.Equal("ambiguous-name", Plan(world, "twin").Code);
        Assert.Equal("missing", Plan(world, "nobody").Code);
    }

    [Fact]
    public void Each_reason_against_it_has_its_word()
    {
        var world = World();
        world.Send(world.Create);
        world.Layer.Observe(
            "arml",
            Foreign(world, "n2", "web-1"),
            Foreign(world, "n3", "???"),
            Foreign(world, "n4", "copy") with { WhyNot = "double" },
            Foreign(world, "n5", "nowhere") with { Host = null },
            Foreign(world, "n6", "one") with { Volumes = ["v"] },
            Foreign(world, "n7", "two") with { Volumes = ["v"] });

        var plan = Plan(world, null);

        Assert.Equal("n1", Assert.Single(plan.Adopts).Key.NativeId);
        Assert.Equal(
            ["name-taken", "invalid-name", "double", "no-host", "volumes-shared", "volumes-shared"],
            plan.Leaves.Select(left => left.Code));
        Assert.Equal("name-taken", Plan(world, "n2").Code);
        Assert.Equal("invalid-name", world.Layer.Ask(new PlanAdoption(
            new(new(world.Layer.NextId()), world.Lab, null, "web-2"))).Code);
    }

    [Fact]
    public void An_environment_that_is_observed_only_or_silent_or_unknown_adopts_nothing()
    {
        var world = World();
        foreach (var code in new[] { "denied", "unknown" })
        {
            world.Layer.Observe("arml", new AdoptionStandingChanged(world.Lab, code, "because"));
            Assert.Equal(code, Plan(world, "n1").Code);
            Assert.Equal(code, world.Refused(new AdoptServers(new(world.Layer.NextId()), world.Lab)).Code);
        }

        world.Layer.Observe("arml", new AdoptionStandingChanged(world.Lab, "gone", "it was removed"));
        Assert.Equal("environment-missing", Plan(world, "n1").Code);
    }

    [Fact]
    public void More_than_the_most_are_left_for_the_next_time()
    {
        var world = new BslWorld(options: new BslOptions { MostAdoptedAtOnce = 2 });
        world.Layer.Observe("arml", new AdoptionStandingChanged(world.Lab, null, null));
        foreach (var number in Enumerable.Range(1, 3))
        {
            world.Layer.Observe("arml", Foreign(world, $"n{number}", $"old-{number}"));
        }

        var plan = Plan(world, null);

        Assert.Equal((2, "too-many"), (plan.Adopts.Count, Assert.Single(plan.Leaves).Code));
    }

    [Fact]
    public void Nothing_to_adopt_ends_at_once()
    {
        var world = new BslWorld();
        world.Layer.Observe("arml", new AdoptionStandingChanged(world.Lab, null, null));

        world.Send(new AdoptServers(new(world.Layer.NextId()), world.Lab));

        Assert.Equal(TaskOutcome.Done, Assert.Single(world.Layer.Of<ServersAdoptionEnded>()).Outcome);
    }

    [Fact]
    public void What_ARML_refuses_is_told_and_the_name_is_free()
    {
        var world = World();
        world.Send(new AdoptServers(new(world.Layer.NextId()), world.Lab, "n1"));

        world.Layer.Refuse(world.Layer.Sent<AdoptResource>(), "volumes-shared", "another server has its disk");

        var ended = Assert.Single(world.Layer.Of<ServersAdoptionEnded>());
        Assert.Equal((TaskOutcome.Undone, "volumes-shared"), (ended.Outcome, ended.Code));
        Assert.Equal("n1", Assert.Single(Plan(world, "n1").Adopts).Key.NativeId);
    }

    [Fact]
    public void The_plan_of_a_deletion_says_what_stays()
    {
        var world = World();
        world.Layer.Observe("arml", Foreign(world, "n1", "old") with { Volumes = ["pool/a", "pool/b"] });
        var adoption = world.Layer.NextId();
        world.Send(new AdoptServers(new(adoption), world.Lab, "n1"));
        world.Send(world.Create);

        var adopted = world.Layer.Ask(new PlanDeletion(new(new(adoption))));
        var made = world.Layer.Ask(new PlanDeletion(new(world.Web)));

        Assert.Equal((true, "n1", null), (adopted.IsAdopted, adopted.NativeId, adopted.Code));
        Assert.Equal(["pool/a", "pool/b"], adopted.Stays);
        Assert.Equal((false, "web-1"), (made.IsAdopted, made.Name));
        Assert.Equal("missing", world.Layer.Ask(new PlanDeletion(new(new(world.Layer.NextId())))).Code);
    }

    private static AdoptionPlan Plan(BslWorld world, string? server) =>
        world.Layer.Ask(new PlanAdoption(new(new(world.Layer.NextId()), world.Lab, server)));

    private static BslWorld World()
    {
        var world = new BslWorld();
        world.Layer.Observe("arml", new AdoptionStandingChanged(world.Lab, null, null));
        world.Layer.Observe("arml", Foreign(world, "n1", "old"));
        return world;
    }

    private static ForeignServerChanged Foreign(BslWorld world, string id, string name) => new(
        world.Lab, new(ResourceKind.Server, id), name, "h1", "h1", new(1, BslWorld.Gib, 0), [], []);
}
