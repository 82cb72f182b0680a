using Hcos.Kernel.Deciding;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Layers;

internal enum OrderStage
{
    None,
    Making,
    Packing,
    Packed,
    Cancelled,
}

internal sealed record OrderState(OrderStage Stage, string Order, DateTimeOffset Deadline);

internal sealed class ShopLookups : ILookups
{
    public int Orders { get; private set; }

    public void Apply(RecordedEvent happened)
    {
        if (happened.Body is OrderTaken) Orders++;
    }
}

/// <summary>Takes an order, has it made by the works, packs it, and gives up after its deadline.</summary>
internal abstract class Order : IProcess<OrderState, ShopLookups>
{
    public static OrderState Initial { get; } = new(OrderStage.None, "", default);

    public static Decision Decide(OrderState state, Given given, ShopLookups lookups) =>
        (state.Stage, given.Message) switch
        {
            (_, TakeOrder { Pieces: 13 }) => throw new InvalidOperationException("nobody counts to thirteen"),
            (OrderStage.None, TakeOrder { Pieces: <= 0 }) => Decision.Refuse("no-pieces", "order one piece or more"),
            (OrderStage.None, TakeOrder c) => Decision.Of(
                new OrderTaken(c.Order, c.Pieces, given.Time.AddMinutes(5))),
            (_, NoteOrder c) => Decision.Of(new OrderNoted(c.Order)),
            (_, Remarked e) => Decision.Of(new OrderNoted(e.Order)),
            (_, Broken) => throw new InvalidOperationException("broken"),
            (OrderStage.Making, Made m) => Decision.Of(new OrderMade(m.Order)),
            (_, CommandAnswered { Code: "never" } a) =>
                Decision.Of(new OrderCancelled(state.Order, a.Code)),
            (OrderStage.Packing, EffectEnded { Result: Packed p }) => Decision.Of(new OrderPacked(state.Order, p.Box)),
            (OrderStage.Packing, EffectEnded { Result: EffectUncertain }) =>
                Decision.Of(new OrderPacked(state.Order, "uncertain")),
            (OrderStage.Making or OrderStage.Packing, TimerDue) => Decision.Of(new OrderCancelled(state.Order, "late")),
            (OrderStage.Making or OrderStage.Packing, CancelOrder) =>
                Decision.Of(new OrderCancelled(state.Order, "asked")),
            (OrderStage.Making, Rumour r) => Decision.Of(new OrderCancelled(r.Order, "rumour")),
            _ => Decision.Nothing,
        };

    public static OrderState Evolve(OrderState state, IEvent happened) => happened switch
    {
        OrderTaken e => new OrderState(OrderStage.Making, e.Order, e.Deadline),
        OrderMade => state with { Stage = OrderStage.Packing },
        OrderPacked => state with { Stage = OrderStage.Packed },
        OrderCancelled => state with { Stage = OrderStage.Cancelled },
        _ => state,
    };

    public static bool IsFinal(OrderState state) => state.Stage is OrderStage.Packed or OrderStage.Cancelled;

    public static IReadOnlyList<Pending> Pending(OrderState state) => state.Stage switch
    {
        OrderStage.Making =>
        [
            new Pending.Command("make", "works", new Make(state.Order, state.Deadline), TimeSpan.FromSeconds(10)),
            new Pending.Timer("deadline", state.Deadline),
        ],
        OrderStage.Packing =>
        [
            new Pending.Effect("pack", "table", new Pack(state.Order), IsChanging: true),
            new Pending.Timer("deadline", state.Deadline),
        ],
        _ => [],
    };
}

/// <summary>Counts in a stream of its own what other streams of the layer did.</summary>
internal abstract class Tally : IDecider<int, ShopLookups>
{
    public static int Initial => 0;

    public static Decision Decide(int state, Given given, ShopLookups lookups) =>
        given.Message is OrderPacked e ? Decision.Of(new OrderCounted(e.Order)) : Decision.Nothing;

    public static int Evolve(int state, IEvent happened) => state + 1;
}

internal static class ShopLayer
{
    public static MessageCatalog Catalog { get; } = new([typeof(ShopLayer).Assembly], []);

    public static LayerDefinition Define(bool ordersByCause = false)
    {
        var builder = new LayerBuilder<ShopLookups>("shop", () => new ShopLookups())
            .Consumes("works", "cellar")
            .Process<Order, OrderState>("order", routes => routes
                .On<TakeOrder>(c => c.Order)
                .On<CancelOrder>(c => c.Order)
                .On<NoteOrder>(c => c.Order)
                .On<Made>(e => e.Order)
                .On<Remarked>(e => e.Order)
                .On<Broken>(e => e.Order)
                .On<Rumour>(r => r.Order))
            .Aggregate<Tally, int>("tally", routes => routes.On<OrderPacked>(_ => "all"))
            .Answers<CountOrders, int>((_, lookups) => lookups.Orders)
            .AnswersOutside<CountBoxes, BoxCount>((question, lookups) => lookups.Orders == 0
                ? (null, new BoxCount(0))
                : (new Inquiry(question), null));
        return (ordersByCause ? builder.OrdersByCause() : builder).Build();
    }
}
