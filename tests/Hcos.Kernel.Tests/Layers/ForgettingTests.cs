using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Kernel.Tests.Layers;

/// <summary>Streams that came to their end leave memory, and nothing that is true of them changes.</summary>
public sealed class ForgettingTests
{
    private static readonly LayerOptions Bounds = new()
    {
        KeepFinal = TimeSpan.FromMinutes(2),
        ForgetEvery = TimeSpan.FromSeconds(10),
    };

    private readonly LayerHarness _shop = new(ShopLayer.Define(), ShopLayer.Catalog, Bounds);

    [Fact]
    public void A_stream_that_ended_is_forgotten_after_its_time_and_not_before()
    {
        Cancelled("a");
        Wait(TimeSpan.FromSeconds(110));
        Assert.Empty(_shop.Of<Forgotten>());
        Wait(TimeSpan.FromSeconds(20));
        Assert.Equal(["order-a"], _shop.Of<Forgotten>().Single().Streams);
    }

    [Fact]
    public void A_stream_that_goes_on_is_never_forgotten()
    {
        _shop.Command(new TakeOrder("a", 1));
        Wait(TimeSpan.FromMinutes(4));
        Assert.Empty(_shop.Of<Forgotten>());
    }

    [Fact]
    public void A_jump_of_the_clock_forgets_nothing_early()
    {
        Cancelled("a");
        _shop.Advance(TimeSpan.FromHours(5));
        _shop.Advance(TimeSpan.FromHours(5));
        Assert.Empty(_shop.Of<Forgotten>());
        Wait(TimeSpan.FromMinutes(3));
        Assert.Single(_shop.Of<Forgotten>());
    }

    [Fact]
    public void A_forgotten_stream_can_begin_again_and_no_version_is_used_twice()
    {
        Cancelled("a");
        Wait(TimeSpan.FromMinutes(3));
        _shop.Command(new TakeOrder("a", 2));
        _shop.Command(new NoteOrder("a"));
        var versions = _shop.Log.Where(happened => happened.Stream == "order-a").Select(one => one.Version).ToList();
        Assert.Equal(versions.Order().Distinct(), versions);
        Assert.Equal(versions[^2] + 1, versions[^1]);
        Assert.Equal(2, _shop.Of<OrderTaken>().Count);
    }

    [Fact]
    public void What_was_forgotten_stays_forgotten_over_a_restart_and_a_snapshot()
    {
        Cancelled("a");
        Wait(TimeSpan.FromMinutes(3));
        _shop.Restart();
        _shop.Command(new TakeOrder("b", 1));
        Assert.True(_shop.Log[^1].Version > 0);
        Assert.Equal(_shop.Log.Last(happened => happened.Body is OrderTaken).Position,
            _shop.Log.Last(happened => happened.Body is OrderTaken).Version);
    }

    [Fact]
    public void A_parked_stream_is_not_forgotten()
    {
        Cancelled("a");
        _shop.Observe("works", new Broken("a"));
        Wait(TimeSpan.FromMinutes(4));
        Assert.Empty(_shop.Of<Forgotten>());
        Assert.Equal(["order-a"], _shop.Status.Parked);
    }

    [Fact]
    public void Memory_stays_flat_while_a_hundred_thousand_come_and_go()
    {
        var layer = new Layer(ShopLayer.Define(), ShopLayer.Catalog, Bounds);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        layer.Begin(1, new Dictionary<string, long>(), now);
        foreach (var log in new[] { "cellar", "works" })
        {
            layer.Step(new LayerInput.Announced(new HeadAnnouncement(log, 1, 1, now, 0)), now);
        }

        var (most, afterFirst) = (0, 0);
        for (var number = 1; number <= 100_000; number++)
        {
            now += TimeSpan.FromMilliseconds(100);
            Put(new TakeOrder($"{number}", 1));
            Put(new CancelOrder($"{number}", null));
            most = Math.Max(most, layer.Remembered);
            if (number == 20_000) afterFirst = most;
        }

        Assert.InRange(most, 1, (int)(afterFirst * 1.1));

        void Put(ICommand command)
        {
            var context = MessageContext.First(DerivedId.From($"{command}"));
            var envelope = new CommandEnvelope("shop", context, now.AddSeconds(30), command);
            layer.Step(new LayerInput.Commanded(envelope), now);
        }
    }

    private void Cancelled(string order)
    {
        _shop.Command(new TakeOrder(order, 1));
        _shop.Command(new CancelOrder(order, null));
        Assert.Single(_shop.Of<OrderCancelled>());
    }

    private void Wait(TimeSpan time)
    {
        for (var waited = TimeSpan.Zero; waited < time; waited += TimeSpan.FromSeconds(1))
        {
            _shop.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
