using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Layers;

/// <summary>A layer without the harness: the test says itself what arrives from the other logs.</summary>
public sealed class ObservingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Layer _shop = new(ShopLayer.Define(), ShopLayer.Catalog, new LayerOptions());
    private readonly SortedDictionary<string, long> _positions = [];
    private readonly List<RecordedEvent> _log = [];
    private DateTimeOffset _now = Start;

    [Fact]
    public void Until_the_announced_heads_are_consumed_nothing_is_sent()
    {
        var begun = _shop.Begin(1, _positions, _now);
        Assert.Equal([("cellar", 1L), ("works", 1L)], begun.Replays.Select(r => (r.Log, r.From)));
        Step(new LayerInput.Announced(Head("cellar", 0)));
        var taken = Step(Command(new TakeOrder("a", 1)));
        Assert.Empty(taken.Commands);

        Step(new LayerInput.Announced(Head("works", 2)));
        Assert.False(_shop.HasCaughtUp);
        var caughtUp = Step(new LayerInput.Observed(Batch("works", 1, 2)));
        Assert.True(_shop.HasCaughtUp);
        Assert.IsType<Make>(Assert.Single(caughtUp.Commands).Body);
    }

    [Fact]
    public void An_owner_that_is_silent_for_five_seconds_is_not_waited_for()
    {
        _shop.Begin(1, _positions, _now);
        Step(Command(new TakeOrder("a", 1)));
        _now = Start.AddSeconds(4.9);
        Assert.Empty(Step(LayerInput.Ticked.Instance).Commands);
        _now = Start.AddSeconds(5);
        Assert.Single(Step(LayerInput.Ticked.Instance).Commands);
    }

    [Fact]
    public void A_gap_is_replayed_and_nothing_of_it_is_skipped_or_taken_twice()
    {
        Begin();
        Step(Command(new TakeOrder("a", 1)));
        _now += TimeSpan.FromSeconds(2);
        var gap = Step(new LayerInput.Observed(Batch("works", 3, 3, (3, new Made("a")))));
        Assert.Equal(("works", 1L), Assert.Single(gap.Replays.Select(r => (r.Log, r.From))));
        Assert.Empty(gap.Events);

        var replayed = Step(new LayerInput.Observed(Batch("works", 1, 3, (3, new Made("a")))));
        Assert.Single(replayed.Events, e => e.Body is OrderMade);
        Assert.Equal(4, replayed.Positions["works"]);
        Assert.Empty(Step(new LayerInput.Observed(Batch("works", 1, 3, (3, new Made("a"))))).Events);
    }

    [Fact]
    public void A_replay_that_does_not_come_is_asked_for_again_but_not_at_every_message()
    {
        Begin();
        _now += TimeSpan.FromSeconds(2);
        Assert.Single(Step(new LayerInput.Observed(Batch("works", 5, 5))).Replays);
        Assert.Empty(Step(new LayerInput.Observed(Batch("works", 6, 6))).Replays);
        _now += TimeSpan.FromSeconds(1);
        Assert.Single(Step(LayerInput.Ticked.Instance).Replays);
    }

    [Fact]
    public void A_head_beyond_what_was_seen_is_a_gap_too()
    {
        Begin();
        _now += TimeSpan.FromSeconds(2);
        Assert.Single(Step(new LayerInput.Announced(Head("works", 4))).Replays);
    }

    [Fact]
    public void A_batch_that_overlaps_what_is_known_is_taken_from_where_it_is_new()
    {
        Begin();
        Step(Command(new TakeOrder("a", 1)));
        Step(new LayerInput.Observed(Batch("works", 1, 2)));
        var output = Step(new LayerInput.Observed(Batch("works", 1, 3, (3, new Made("a")))));
        Assert.Single(output.Events, e => e.Body is OrderMade);
    }

    [Fact]
    public void What_was_taken_in_is_not_given_again_with_what_is_new()
    {
        Begin();
        Step(new LayerInput.Observed(Batch("works", 1, 2, (1, new Remarked("a")), (2, new Remarked("a")))));

        var again = Step(new LayerInput.Observed(Batch(
            "works", 1, 3, (1, new Remarked("a")), (2, new Remarked("a")), (3, new Remarked("a")))));

        Assert.Single(again.Events, e => e.Body is OrderNoted);
        Assert.Equal(4, again.Positions["works"]);
    }

    [Fact]
    public void Nothing_is_taken_in_from_a_log_that_went_back()
    {
        Begin();
        Step(new LayerInput.Observed(Batch("works", 1, 9)));
        var other = Batch("works", 10, 10, (10, new Remarked("a"))) with { Epoch = 2, EpochStart = 5 };

        var regressed = Step(new LayerInput.Observed(other));

        Assert.DoesNotContain(regressed.Events, e => e.Body is OrderNoted);
        Assert.Equal(NoticeKind.LogRegressed, Assert.Single(regressed.Notices).Kind);
        Assert.Empty(regressed.Replays);
    }

    [Fact]
    public void A_log_that_nobody_here_consumes_is_not_listened_to()
    {
        Begin();
        var output = Step(new LayerInput.Observed(Batch("cloakroom", 1, 1, (1, new Remarked("a")))));
        Assert.True(output.IsEmpty);
        Assert.True(Step(new LayerInput.Announced(Head("cloakroom", 7))).IsEmpty);
    }

    [Fact]
    public void Batches_behind_one_that_waits_for_its_cause_wait_too_and_keep_their_order()
    {
        var shop = new Layer(ShopLayer.Define(ordersByCause: true), ShopLayer.Catalog, new LayerOptions());
        shop.Begin(1, _positions, _now);
        shop.Step(new LayerInput.Announced(Head("works", 0)), _now);
        shop.Step(new LayerInput.Announced(Head("cellar", 0)), _now);
        var early = Batch("works", 1, 1, (1, new Remarked("a")));
        early = early with
        {
            Events = [early.Events[0] with
            {
                Context = early.Events[0].Context with { Cause = new Cause("cellar", 1) },
            }],
        };
        Assert.Empty(shop.Step(new LayerInput.Observed(early), _now).Events);
        Assert.Empty(shop.Step(new LayerInput.Observed(Batch("works", 2, 2, (2, new Remarked("b")))), _now).Events);

        var after = shop.Step(new LayerInput.Observed(Batch("cellar", 1, 1)), _now);

        Assert.Equal(["a", "b"], after.Events.Select(e => e.Body).OfType<OrderNoted>().Select(e => e.Order));
        Assert.Equal(3, after.Positions["works"]);
    }

    [Fact]
    public void An_event_that_makes_a_stream_throw_parks_that_stream_and_no_other()
    {
        Begin();
        Step(Command(new TakeOrder("a", 1)));
        Step(Command(new TakeOrder("b", 1)));
        var output = Step(new LayerInput.Observed(Batch("works", 1, 2, (1, new Broken("a")), (2, new Made("b")))));

        var parked = Assert.IsType<Parked>(Assert.Single(output.Events, e => e.Body is Parked).Body);
        Assert.Equal(("order-a", "works", 1L), (parked.Subject, parked.MissedLog, parked.MissedFrom));
        Assert.Single(output.Events, e => e.Body is OrderMade { Order: "b" });
        Assert.Equal(["order-a"], _shop.Status().Parked);

        var refused = Step(Command(new NoteOrder("a")));
        Assert.Equal(SettledCodes.Parked, Assert.IsType<CommandSettled>(refused.Events[0].Body).Code);
        _now += TimeSpan.FromHours(1);
        Assert.DoesNotContain(Step(LayerInput.Ticked.Instance).Commands, c => c.Body is Make { Order: "a" });
    }

    [Fact]
    public void A_log_that_went_back_behind_what_was_consumed_is_reported()
    {
        Begin();
        Step(new LayerInput.Observed(Batch("works", 1, 9)));
        var regressed = Step(new LayerInput.Announced(new HeadAnnouncement("works", 2, 5, _now, 5)));
        Assert.Equal(NoticeKind.LogRegressed, Assert.Single(regressed.Notices).Kind);
        var fine = Step(new LayerInput.Announced(new HeadAnnouncement("works", 2, 10, _now, 10)));
        Assert.Empty(fine.Notices);
    }

    [Fact]
    public void A_late_word_of_an_older_owner_says_nothing_of_what_was_consumed_before_a_restart()
    {
        // Positions up to 9 were consumed in an earlier life, the last of them under epoch 4, which began there.
        _positions["works"] = 10;
        _shop.Begin(1, _positions, _now);
        Assert.Empty(Step(new LayerInput.Announced(new HeadAnnouncement("works", 3, 5, _now, 8))).Notices);
        Assert.Empty(Step(new LayerInput.Announced(new HeadAnnouncement("works", 4, 9, _now, 9))).Notices);

        // From then on it is known under which epoch they stood.
        var regressed = Step(new LayerInput.Announced(new HeadAnnouncement("works", 5, 9, _now, 9)));
        Assert.Equal(NoticeKind.LogRegressed, Assert.Single(regressed.Notices).Kind);
    }

    [Fact]
    public void An_event_before_its_cause_waits_for_it_and_not_for_ever()
    {
        var shop = new Layer(ShopLayer.Define(ordersByCause: true), ShopLayer.Catalog, new LayerOptions());
        shop.Begin(1, _positions, _now);
        shop.Step(new LayerInput.Announced(Head("works", 0)), _now);
        shop.Step(new LayerInput.Announced(Head("cellar", 0)), _now);
        shop.Step(Command(new TakeOrder("a", 1)), _now);
        var early = Batch("works", 1, 1, (1, new Made("a")));
        early = early with
        {
            Events = [early.Events[0] with
            {
                Context = early.Events[0].Context with { Cause = new Cause("cellar", 1) },
            }],
        };

        Assert.Empty(shop.Step(new LayerInput.Observed(early), _now).Events);
        var after = shop.Step(new LayerInput.Observed(Batch("cellar", 1, 1)), _now);
        Assert.Single(after.Events, e => e.Body is OrderMade);

        shop.Step(Command(new TakeOrder("b", 1)), _now);
        var lost = Batch("works", 2, 2, (2, new Made("b")));
        lost = lost with
        {
            Events = [lost.Events[0] with { Context = lost.Events[0].Context with { Cause = new Cause("cellar", 9) } }],
        };
        Assert.Empty(shop.Step(new LayerInput.Observed(lost), _now).Events);
        var waited = shop.Step(LayerInput.Ticked.Instance, _now.AddSeconds(2.1));
        Assert.Single(waited.Events, e => e.Body is OrderMade { Order: "b" });
    }

    [Fact]
    public void A_question_is_answered_from_what_the_layer_knows()
    {
        Begin();
        Step(Command(new TakeOrder("a", 1)));
        Assert.Equal(1, _shop.Ask(new CountOrders()));
        Assert.Null(_shop.Ask(new Stranger()));
    }

    [Fact]
    public void Time_never_goes_back()
    {
        Begin();
        var first = Step(Command(new TakeOrder("a", 1))).Events[0].Time;
        _now -= TimeSpan.FromHours(1);
        Assert.Equal(first, Step(Command(new TakeOrder("b", 1))).Events[0].Time);
    }

    [Fact]
    public void What_is_put_in_at_the_own_door_is_never_late_and_taken_once()
    {
        Begin();
        var context = MessageContext.First(DerivedId.From("door"));
        var submitted = new LayerInput.Submitted(context, new TakeOrder("a", 1));
        _now += TimeSpan.FromHours(5);
        Assert.Single(Step(submitted).Events, e => e.Body is OrderTaken);
        Assert.Empty(Step(submitted).Events);
    }

    [Fact]
    public void What_was_put_in_at_the_own_door_is_taken_once_though_the_clock_is_set_ahead_and_the_layer_starts_anew()
    {
        Begin();
        var submitted = new LayerInput.Submitted(MessageContext.First(DerivedId.From("door")), new NoteOrder("a"));
        var first = Step(submitted);
        Assert.Single(first.Events, e => e.Body is OrderNoted);
        _now += TimeSpan.FromMinutes(5);
        Assert.Empty(Step(submitted).Events);

        var later = new Layer(ShopLayer.Define(), ShopLayer.Catalog, new LayerOptions());
        foreach (var happened in _log) later.Load(happened);
        later.Begin(2, _positions, _now + TimeSpan.FromMinutes(5));
        Assert.DoesNotContain(
            later.Step(submitted, _now + TimeSpan.FromMinutes(10)).Events, e => e.Body is OrderNoted);
    }

    private static EventBatch Batch(string log, long first, long last, params (long Position, IEvent Body)[] events) =>
        new(log, 1, 1, Start, first, last, [.. events.Select(e => new RecordedEvent(
            log, e.Position, "any-1", e.Position, Start, 1,
            MessageContext.First(DerivedId.OfEvent(log, e.Position)), null, e.Body))]);

    private HeadAnnouncement Head(string log, long head) => new(log, 1, 1, _now, head);

    private LayerInput.Commanded Command(ICommand command) => new(new CommandEnvelope(
        "shop", MessageContext.First(DerivedId.From($"{command}")), _now.AddHours(2), command));

    private void Begin()
    {
        _log.AddRange(_shop.Begin(1, _positions, _now).Events);
        Step(new LayerInput.Announced(Head("works", 0)));
        Step(new LayerInput.Announced(Head("cellar", 0)));
        Assert.True(_shop.HasCaughtUp);
    }

    private StepOutput Step(LayerInput input)
    {
        var output = _shop.Step(input, _now);
        _log.AddRange(output.Events);
        return output;
    }
}
