using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Layers;

/// <summary>A stream that threw until its decider was mended, and what it is given when it goes on.</summary>
public sealed class ResumingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly List<RecordedEvent> _log = [];
    private Layer _shop = New();
    private DateTimeOffset _now = Start;
    private int _commands;

    [Fact]
    public void A_parked_stream_remembers_the_first_position_of_each_log_that_it_missed()
    {
        Park();
        var parked = _log.Select(happened => happened.Body).OfType<Parked>().Single();
        Assert.Equal(
            [new Cause("shop", _log.Count), new Cause("cellar", 1), new Cause("works", 2)], parked.Missed!);
    }

    [Fact]
    public void What_it_missed_is_given_in_order_and_then_it_owes_again()
    {
        Park();
        Observe("works", 3, new Made("a"));
        var resumed = Resume();
        Assert.Equal(("works", 2L), Assert.Single(resumed.Replays.Select(replay => (replay.Log, replay.From))));
        Assert.Empty(Observed("works", 2, new Mended("a"), new Made("a")).Effects);
        var own = ReadOwn(resumed.OwnReads.Single());
        Assert.IsType<Resumed>(own.Events[0].Body);
        Assert.Contains(_log, happened => happened.Body is OrderMade);
        Assert.Empty(_shop.Status().Parked);
    }

    [Fact]
    public void Its_effects_are_uncertain_once_it_goes_on()
    {
        ParkWhilePacking();
        Assert.DoesNotContain(_log, happened => happened.Body is OrderPacked);
        GoOn();
        var packed = Assert.Single(_log, happened => happened.Body is OrderPacked).Body;
        Assert.Equal("uncertain", ((OrderPacked)packed).Result);
    }

    [Fact]
    public void A_command_that_it_owed_keeps_its_attempt()
    {
        Step(Command(new TakeOrder("a", 1)));
        var before = CommandIds();
        Observe("works", 1, new Broken("a"));
        GoOn();
        Assert.Equal(before, CommandIds());
    }

    [Fact]
    public void An_answer_that_came_while_it_was_parked_is_not_lost()
    {
        Step(Command(new TakeOrder("a", 1)));
        var asked = _sent.Single();
        Observe("works", 1, new Broken("a"));
        var settled = new CommandSettled(asked.Context.Id, "never", null);
        Observe("works", 2, settled);
        Resume();
        Observed("works", 1, new Mended("a"), settled);
        ReadOwn(1);
        Assert.Equal("never", _log.Select(happened => happened.Body).OfType<OrderCancelled>().Single().Why);
    }

    [Fact]
    public void While_it_is_given_what_it_missed_what_is_new_waits_its_turn()
    {
        Park();
        var own = Resume().OwnReads.Single();
        Observe("works", 3, new Made("a"));
        Assert.DoesNotContain(_log, happened => happened.Body is OrderMade);
        ReadOwn(own);
        Observed("works", 2, new Mended("a"));
        Assert.Single(_shop.Status().Parked);
        Observed("works", 3, new Made("a"));
        Assert.Empty(_shop.Status().Parked);
        Assert.Single(_log, happened => happened.Body is OrderMade);
    }

    [Fact]
    public void A_restart_in_between_gives_it_the_rest_and_nothing_twice()
    {
        Park();
        Observe("works", 3, new Made("a"));
        Resume();
        Observed("works", 2, new Mended("a"), new Made("a"));
        var made = _log.Count(happened => happened.Body is OrderMade);
        Restart();
        ReadOwn(1);
        Observed("works", 1, new Mended("a"), new Mended("a"), new Made("a"));
        Assert.Equal((1, 1), (made, _log.Count(happened => happened.Body is OrderMade)));
        Assert.Empty(_shop.Status().Parked);
    }

    [Fact]
    public void A_stream_that_throws_again_is_parked_again_and_loses_nothing()
    {
        Park();
        Observe("works", 3, new Made("a"));
        Resume();
        Observed("works", 2, new Broken("a"), new Made("a"));
        Assert.Equal(2, _log.Count(happened => happened.Body is Parked));
        Resume();
        Observed("works", 2, new Mended("a"), new Made("a"));
        ReadOwn(1);
        Assert.Single(_log, happened => happened.Body is OrderMade);
        Assert.Empty(_shop.Status().Parked);
    }

    [Fact]
    public void Only_a_parked_stream_can_be_resumed_and_only_once_at_a_time()
    {
        Begin();
        Assert.Equal(SettledCodes.NotParked, Code(Step(Command(new ResumeOrder("order-a")))));
        Park();
        Assert.Equal(SettledCodes.Done, Code(Step(Command(new ResumeOrder("order-a")))));
        Assert.Equal(SettledCodes.Already, Code(Step(Command(new ResumeOrder("order-a")))));
    }

    [Fact]
    public void What_resuming_asks_for_is_asked_for_again_until_it_comes()
    {
        Park();
        Resume();
        _now += TimeSpan.FromSeconds(2);
        var again = Step(LayerInput.Ticked.Instance);
        Assert.Equal(("works", 2L), Assert.Single(again.Replays.Select(replay => (replay.Log, replay.From))));
        Assert.Single(again.OwnReads);
    }

    private readonly List<CommandEnvelope> _sent = [];

    private static Layer New() => new(ShopLayer.Define(), ShopLayer.Catalog, new LayerOptions());

    private static string Code(StepOutput output) =>
        output.Events.Select(happened => happened.Body).OfType<CommandSettled>().Single().Code;

    /// <summary>Order a is being made; the second event of the works makes it throw.</summary>
    private void Park()
    {
        if (_shop.Epoch == 0) Begin();
        Step(Command(new TakeOrder("a", 1)));
        Observe("works", 1, new Mended("a"));
        Observe("works", 2, new Broken("a"));
        Assert.Single(_shop.Status().Parked);
    }

    private void ParkWhilePacking()
    {
        Begin();
        Step(Command(new TakeOrder("a", 1)));
        Observe("works", 1, new Made("a"));
        Observe("works", 2, new Broken("a"));
    }

    /// <summary>It is mended, and everything it lacks comes.</summary>
    private void GoOn()
    {
        Resume();
        Observed("works", 1, new Mended("a"), new Mended("a"));
        ReadOwn(1);
        Assert.Empty(_shop.Status().Parked);
        Step(LayerInput.Ticked.Instance);
    }

    private StepOutput Resume()
    {
        _now += TimeSpan.FromSeconds(2);
        return Step(Command(new ResumeOrder("order-a")));
    }

    private StepOutput ReadOwn(long from) =>
        Step(new LayerInput.ReadOwn(from, _log.Count, [.. _log.Skip((int)from - 1)]));

    private List<Guid> CommandIds() => [.. _sent.Select(sent => sent.Context.Id).Distinct()];

    private void Begin()
    {
        Carry(_shop.Begin(_shop.Epoch + 1, _positions, _now));
        foreach (var log in new[] { "cellar", "works" })
        {
            var head = _positions.GetValueOrDefault(log, 1) - 1;
            Step(new LayerInput.Announced(new HeadAnnouncement(log, 1, 1, _now, head)));
        }
    }

    private void Restart()
    {
        _shop = New();
        foreach (var happened in _log) _shop.Load(happened);
        Begin();
    }

    /// <summary>New events arrive.</summary>
    private void Observe(string log, long first, params IEvent[] events)
    {
        if (_shop.Epoch == 0) Begin();
        Observed(log, first, events);
    }

    private StepOutput Observed(string log, long first, params IEvent[] events)
    {
        var last = first + events.Length - 1;
        var recorded = events.Select((body, index) => new RecordedEvent(
            log, first + index, "any", first + index, _now, 1,
            MessageContext.First(DerivedId.OfEvent(log, first + index)), null, body)).ToList();
        return Step(new LayerInput.Observed(new EventBatch(log, 1, 1, _now, first, last, recorded)));
    }

    private LayerInput.Commanded Command(ICommand command)
    {
        var context = MessageContext.First(DerivedId.From("resuming", $"{++_commands}"));
        return new LayerInput.Commanded(new CommandEnvelope("shop", context, _now.AddMinutes(1), command));
    }

    private StepOutput Step(LayerInput input)
    {
        if (_shop.Epoch == 0) Begin();
        return Carry(_shop.Step(input, _now));
    }

    private StepOutput Carry(StepOutput output)
    {
        _log.AddRange(output.Events);
        _sent.AddRange(output.Commands);
        foreach (var (log, next) in output.Positions) _positions[log] = next;
        return output;
    }
}
