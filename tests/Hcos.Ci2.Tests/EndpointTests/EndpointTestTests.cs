using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.EndpointTests;

public sealed class EndpointTestTests
{
    private static readonly Guid Test = DerivedId.From("test");

    [Fact]
    public void An_endpoint_that_answers_is_told_with_its_identity()
    {
        var world = new Ci2World();
        world.Layer.Command(new TestEndpoint(Test, Ci2World.Address));
        string[] abilities = ["list server", "power"];
        world.Return<DriverCall.Test>(
            new DriverAnswer.Probed(Ci2World.Status, true, world.Now) { Abilities = abilities });
        world.Layer.Command(new TestEndpoint(Test, Ci2World.Address));
        world.Advance(60);

        Assert.Single(world.Of<EndpointTestBegun>());
        var tested = Assert.Single(world.Of<EndpointTested>());
        Assert.Equal(
            (DriverTaskOutcome.Done, "host-1", "simulated 1.0", "all", null),
            (tested.Outcome, tested.NativeIdentity, tested.Version, tested.Scope, tested.Reason));
        Assert.Equal(abilities, tested.Abilities);
        Assert.Single(world.Layer.Effects);
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Denied)]
    [InlineData(DriverTaskOutcome.Unavailable)]
    public void An_endpoint_that_does_not_answer_is_told_with_the_reason(DriverTaskOutcome outcome)
    {
        var world = new Ci2World();
        world.Layer.Command(new TestEndpoint(Test, Ci2World.Address));
        world.Restart();
        world.Fail<DriverCall.Test>(outcome);
        var tested = Assert.Single(world.Of<EndpointTested>());
        Assert.Equal((outcome, "as the test wanted"), (tested.Outcome, tested.Reason));
    }

    [Fact]
    public void A_defect_ends_the_test()
    {
        var world = new Ci2World();
        world.Layer.Command(new TestEndpoint(Test, Ci2World.Address));
        world.Return<DriverCall.Test>(new EffectThrew("defect"));
        Assert.Equal(DriverTaskOutcome.Unavailable, Assert.Single(world.Of<EndpointTested>()).Outcome);
    }
}
