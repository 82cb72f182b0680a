using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Kernel.Tests.Layers;

/// <summary>A plan is what the decider would decide; it changes nothing and comes true.</summary>
public sealed class ForeseeingTests
{
    private readonly LayerHarness _shop = new(ShopLayer.Define(), ShopLayer.Catalog);

    [Fact]
    public void A_plan_tells_the_events_and_the_commands_that_follow_and_changes_nothing()
    {
        var length = _shop.Log.Count;
        var plan = Plan(new TakeOrder("a", 2));

        var taken = Assert.IsType<OrderTaken>(Assert.Single(plan.Events));
        var step = Assert.Single(plan.Steps);
        Assert.Equal(("a", 2), (taken.Order, taken.Pieces));
        Assert.Equal("works", step.Layer);
        Assert.Equal(length, _shop.Log.Count);

        _shop.Command(new TakeOrder("a", 2));
        Assert.Equal(taken, Assert.Single(_shop.Of<OrderTaken>()));
        Assert.Equal(step.Command, _shop.Sent<Make>().Body);
    }

    [Fact]
    public void What_is_owed_already_is_no_step_of_a_plan()
    {
        _shop.Command(new TakeOrder("a", 1));
        var plan = Plan(new NoteOrder("a"));

        Assert.IsType<OrderNoted>(Assert.Single(plan.Events));
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public void A_plan_tells_a_refusal_as_the_command_would_be_told()
    {
        var plan = Plan(new TakeOrder("a", 0));
        _shop.Command(new TakeOrder("a", 0));

        var settled = Assert.Single(_shop.Of<CommandSettled>());
        Assert.Equal((settled.Code, settled.Reason), (plan.Code, plan.Reason));
    }

    [Fact]
    public void A_plan_tells_that_it_is_so_already()
    {
        _shop.Command(new TakeOrder("a", 1));
        Assert.Equal(SettledCodes.Already, Plan(new TakeOrder("a", 1)).Code);
    }

    [Fact]
    public void A_plan_tells_that_a_stream_rests_or_that_the_command_is_not_known()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.Observe("works", new Broken("a"));

        Assert.Equal(SettledCodes.Parked, Plan(new NoteOrder("a")).Code);
        Assert.Equal(SettledCodes.Unknown, Plan(new Make("a")).Code);
    }

    private CommandPlan Plan(ICommand command) => _shop.Ask(new PlanCommand(command, DerivedId.From("plan")));
}
