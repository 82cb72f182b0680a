using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Kernel.Tests.Layers;

public sealed class OwingTests
{
    private readonly LayerHarness _shop = new(ShopLayer.Define(), ShopLayer.Catalog);

    private IReadOnlyList<CommandEnvelope> Makes => [.. _shop.Commands.Where(command => command.Body is Make)];

    [Fact]
    public void What_is_owed_is_sent_again_under_the_same_id_until_it_is_answered()
    {
        _shop.Command(new TakeOrder("a", 1));
        for (var second = 0; second < 8; second++) _shop.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(Makes.Count, 3, 5);
        Assert.Single(Makes.Select(make => make.Context.Id).Distinct());

        _shop.Answer(Makes[0], new Made("a"));
        var sent = Makes.Count;
        _shop.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(sent, Makes.Count);
    }

    [Fact]
    public void The_wait_before_a_new_attempt_grows_to_a_minute_and_no_further()
    {
        _shop.Command(new TakeOrder("a", 1));
        var waits = new List<double>();
        for (var attempt = 0; attempt < 9 && _shop.Of<OrderCancelled>().Count == 0; attempt++)
        {
            var (sent, refusedAt) = (Makes.Count, _shop.Now);
            _shop.Refuse(Makes[^1], "busy");
            while (Makes.Count == sent && _shop.Now < refusedAt.AddMinutes(2)) _shop.Advance(TimeSpan.FromSeconds(1));
            waits.Add((_shop.Now - refusedAt).TotalSeconds);
        }

        Assert.InRange(waits[0], 1, 2);
        Assert.InRange(waits.Max(), 30, 76);
        Assert.All(waits.Zip(waits.Skip(1)).Take(4), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void A_new_attempt_begins_only_after_the_receivers_log_was_read_past_the_last_moment_of_the_one_before()
    {
        _shop.Command(new TakeOrder("a", 1));
        var first = Makes[0];
        for (var second = 0; second < 9; second++) _shop.Advance(TimeSpan.FromSeconds(1));
        Assert.All(Makes, make => Assert.Equal(first.Context.Id, make.Context.Id));

        // The works announced a head later than the first attempt's notAfter, and no answer was in its log.
        for (var second = 0; second < 20; second++) _shop.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first.Context.Id, Makes[^1].Context.Id);
        Assert.True(Makes[^1].NotAfter > first.NotAfter);
        Assert.Equal(2, _shop.Log.Select(e => e.Body).OfType<CommandOwed>().Max(owed => owed.Attempt));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(-300)]
    public void A_deadline_is_sent_as_its_receiver_will_read_it_where_that_clock_is_ahead(int seconds)
    {
        _shop.OthersAhead = TimeSpan.FromSeconds(seconds);
        _shop.Advance(TimeSpan.FromSeconds(1));
        _shop.Command(new TakeOrder("a", 1));
        var deadline = _shop.Of<OrderTaken>().Single().Deadline;
        Assert.Equal(deadline.AddSeconds(Math.Max(0, seconds)), ((Make)Makes[0].Body).By);
    }

    [Fact]
    public void A_refusal_that_changes_nothing_leads_to_a_new_attempt_after_a_pause()
    {
        _shop.Command(new TakeOrder("a", 1));
        var refused = _shop.Refuse(Makes[0], "busy");
        Assert.Empty(refused.Commands);
        _shop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, Makes.Select(make => make.Context.Id).Distinct().Count());
    }

    [Fact]
    public void A_refusal_that_the_process_understands_ends_what_is_owed()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.Refuse(Makes[0], "never");
        Assert.Equal("never", Assert.Single(_shop.Of<OrderCancelled>()).Why);
        _shop.Advance(TimeSpan.FromHours(1));
        Assert.Single(Makes);
    }

    [Fact]
    public void An_answer_to_what_has_just_ended_otherwise_says_nothing()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.ObserveTogether(
            "works",
            (MessageContext.First(_shop.NextId()), new Made("a")),
            (_shop.InAnswerTo(Makes[0]), new CommandSettled(Makes[0].Context.Id, "never", "too late")));
        Assert.Single(_shop.Of<OrderMade>());
        Assert.Empty(_shop.Of<OrderCancelled>());
    }

    [Fact]
    public void From_the_fifth_attempt_on_a_process_is_degraded()
    {
        _shop.Command(new TakeOrder("a", 1));
        for (var attempt = 0; attempt < 4; attempt++)
        {
            Assert.Empty(_shop.Status.Degraded);
            _shop.Refuse(Makes[^1], "busy");
            _shop.Advance(TimeSpan.FromSeconds(40));
        }

        Assert.Equal(["order-a/make"], _shop.Status.Degraded);
        Assert.Contains(_shop.Notices, notice => notice.Kind == NoticeKind.Degraded);
    }

    [Fact]
    public void After_a_restart_what_was_owed_is_sent_under_the_same_id()
    {
        _shop.Command(new TakeOrder("a", 1));
        var id = Makes[0].Context.Id;
        _shop.Restart();
        Assert.Equal(2, Makes.Count);
        Assert.Equal((id, Makes[0].NotAfter), (Makes[1].Context.Id, Makes[1].NotAfter));
    }

    [Fact]
    public void An_effect_runs_once_at_a_time_for_its_subject()
    {
        foreach (var order in new[] { "a", "b" })
        {
            _shop.Command(new TakeOrder(order, 1));
            _shop.Answer(_shop.Sent<Make>(), new Made(order));
        }

        Assert.Equal("a", Assert.IsType<Pack>(Assert.Single(_shop.Effects).Request).Order);
        _shop.Return(_shop.Effects[0], new Packed("box"));
        Assert.Equal("b", Assert.IsType<Pack>(_shop.Effects[1].Request).Order);
    }

    [Fact]
    public void An_effect_whose_result_changes_nothing_runs_again_after_a_pause()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.Answer(_shop.Sent<Make>(), new Made("a"));
        _shop.Return(_shop.Effects[0], new object());
        Assert.Single(_shop.Effects);
        _shop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, _shop.Effects.Count);
        Assert.NotEqual(_shop.Effects[0].Run, _shop.Effects[1].Run);
    }

    [Fact]
    public void A_changing_effect_that_may_have_been_under_way_is_uncertain_after_a_restart()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.Answer(_shop.Sent<Make>(), new Made("a"));
        _shop.Restart();
        Assert.Equal("uncertain", Assert.Single(_shop.Of<OrderPacked>()).Result);
        Assert.Single(_shop.Effects);
    }

    [Fact]
    public void What_is_no_longer_owed_is_cancelled_and_its_late_result_ignored()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.Answer(_shop.Sent<Make>(), new Made("a"));
        var cancelled = _shop.Command(new CancelOrder("a", null));
        Assert.Equal([_shop.Effects[0].Run], cancelled.Cancellations);
        Assert.Empty(_shop.Return(_shop.Effects[0], new Packed("box")).Events);
    }

    [Fact]
    public void A_timer_is_told_when_it_is_due_and_also_when_it_fell_due_while_the_layer_was_down()
    {
        _shop.Command(new TakeOrder("a", 1));
        _shop.Command(new TakeOrder("b", 1));
        _shop.Advance(TimeSpan.FromSeconds(299));
        Assert.Empty(_shop.Of<OrderCancelled>());
        _shop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, _shop.Of<OrderCancelled>().Count);

        var other = new LayerHarness(ShopLayer.Define(), ShopLayer.Catalog);
        other.Command(new TakeOrder("c", 1));
        other.Pass(TimeSpan.FromMinutes(6));
        other.Restart();
        Assert.Equal("late", Assert.Single(other.Of<OrderCancelled>()).Why);
    }

    [Fact]
    public void A_report_of_an_effect_is_a_first_cause()
    {
        _shop.Command(new TakeOrder("a", 1));
        var output = _shop.Report(new Rumour("a"));
        var cancelled = Assert.Single(output.Events, e => e.Body is OrderCancelled);
        Assert.Equal(cancelled.Context.Correlation, cancelled.Context.Causation);
        Assert.Null(cancelled.Context.Cause);
    }
}
