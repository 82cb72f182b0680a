using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Kernel.Tests.Layers;

public sealed class CommandTests
{
    private readonly LayerHarness _shop = new(ShopLayer.Define(), ShopLayer.Catalog);

    [Fact]
    public void The_answer_is_an_event_whose_causation_is_the_commands_id()
    {
        var id = _shop.NextId();
        _shop.Command(new TakeOrder("a", 1), id);

        var taken = Assert.Single(_shop.Log, e => e.Body is OrderTaken);
        Assert.Equal(id, taken.Context.Causation);
        Assert.NotNull(taken.SettlesUntil);
        Assert.Equal(DerivedId.OfEvent("shop", taken.Position), taken.Context.Id);
    }

    [Fact]
    public void A_doubled_command_appends_nothing_before_and_after_a_restart()
    {
        var id = _shop.NextId();
        _shop.Command(new TakeOrder("a", 1), id);
        var length = _shop.Log.Count;
        _shop.Command(new TakeOrder("a", 1), id);
        Assert.Equal(length, _shop.Log.Count);

        _shop.Restart();
        length = _shop.Log.Count;
        Assert.Empty(_shop.Command(new TakeOrder("a", 1), id).Events);
        Assert.Equal(length, _shop.Log.Count);
    }

    [Fact]
    public void A_refusal_is_an_event_and_is_remembered_too()
    {
        var id = _shop.NextId();
        _shop.Command(new TakeOrder("a", 0), id);
        _shop.Command(new TakeOrder("a", 0), id);

        var settled = Assert.Single(_shop.Of<CommandSettled>());
        Assert.Equal((id, "no-pieces", true), (settled.Command, settled.Code, settled.IsRefusal));
    }

    [Fact]
    public void A_command_with_nothing_to_do_is_settled_as_already()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.Command(new TakeOrder("a", 1));
        Assert.Equal(SettledCodes.Already, Assert.Single(_shop.Of<CommandSettled>()).Code);
    }

    [Fact]
    public void A_command_that_arrives_after_its_time_is_refused_as_expired()
    {
        _shop.Command(new TakeOrder("a", 1), within: TimeSpan.FromSeconds(-1));
        Assert.Equal(SettledCodes.Expired, Assert.Single(_shop.Of<CommandSettled>()).Code);
        Assert.Empty(_shop.Of<OrderTaken>());
    }

    [Fact]
    public void A_command_nobody_knows_is_settled_as_unknown()
    {
        _shop.Command(new Stranger());
        Assert.Equal(SettledCodes.Unknown, Assert.Single(_shop.Of<CommandSettled>()).Code);
    }

    [Fact]
    public void A_command_whose_step_throws_is_settled_as_defect_and_harms_nobody()
    {
        _shop.Command(new TakeOrder("a", 13));
        Assert.Equal(SettledCodes.Defect, Assert.Single(_shop.Of<CommandSettled>()).Code);
        Assert.Contains(_shop.Notices, notice => notice.Kind == NoticeKind.Defect);

        _shop.Command(new TakeOrder("a", 1));
        Assert.Single(_shop.Of<OrderTaken>());
        Assert.Empty(_shop.Status.Parked);
    }

    [Fact]
    public void What_is_cancelled_before_it_is_created_is_gone_and_its_creation_refused_even_after_a_restart()
    {
        var notAfter = _shop.Now.AddSeconds(30);
        _shop.Command(new CancelOrder("a", notAfter));
        Assert.Equal(SettledCodes.Done, Assert.Single(_shop.Of<CommandSettled>()).Code);

        _shop.Restart();
        _shop.Command(new TakeOrder("a", 1));
        Assert.Equal(SettledCodes.Gone, _shop.Of<CommandSettled>()[^1].Code);
        Assert.Empty(_shop.Of<OrderTaken>());
    }

    [Fact]
    public void The_mark_that_something_is_gone_is_kept_only_while_its_creation_can_still_arrive()
    {
        _shop.Command(new CancelOrder("a", _shop.Now.AddSeconds(30)));
        _shop.Advance(TimeSpan.FromSeconds(31));
        _shop.Command(new TakeOrder("a", 1));
        Assert.Single(_shop.Of<OrderTaken>());
    }

    [Fact]
    public void Positions_and_versions_have_no_gaps_and_the_log_begins_with_its_owner()
    {
        foreach (var order in new[] { "a", "b", "c" }) _shop.Command(new TakeOrder(order, 1));
        _shop.Restart();

        Assert.Equal(Enumerable.Range(1, _shop.Log.Count).Select(i => (long)i), _shop.Log.Select(e => e.Position));
        foreach (var stream in _shop.Log.GroupBy(e => e.Stream))
        {
            Assert.Equal(
                Enumerable.Range(1, stream.Count()).Select(i => (long)i), stream.Select(e => e.Version));
        }

        Assert.Equal(1, Assert.IsType<Owned>(_shop.Log[0].Body).Epoch);
        Assert.Equal(2, Assert.IsType<Owned>(_shop.Log.Last(e => e.Body is Owned).Body).Epoch);
    }

    [Fact]
    public void Every_event_carries_correlation_causation_tenant_and_principal_of_what_led_to_it()
    {
        var context = new MessageContext(
            _shop.NextId(), _shop.NextId(), null, new Cause("usl", 7), "tenant-1", "ada", "00-trace");
        _shop.Arrive(new CommandEnvelope("shop", context, _shop.Now.AddMinutes(1), new TakeOrder("a", 1)));

        var taken = _shop.Log.Single(e => e.Body is OrderTaken);
        var make = _shop.Sent<Make>();
        Assert.Equal(new Cause("usl", 7), taken.Context.Cause);
        Assert.Equal(new Cause("shop", taken.Position), make.Context.Cause);
        Assert.Equal(taken.Context.Id, make.Context.Causation);
        Assert.All([taken.Context, make.Context], seen => Assert.Equal(
            (context.Correlation, "tenant-1", "ada", "00-trace"),
            (seen.Correlation, seen.Tenant, seen.Principal, seen.TraceParent)));
    }

    [Fact]
    public void Events_of_one_stream_reach_the_layers_other_streams_in_the_same_step()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.Answer(_shop.Sent<Make>(), new Made("a"));
        var output = _shop.Return(_shop.Started<Pack>(), new Packed("box"));
        Assert.Equal(["OrderPacked", "OrderCounted"], output.Events.Select(e => e.Body.GetType().Name));
        Assert.Equal("tally-all", output.Events[1].Stream);
    }
}
