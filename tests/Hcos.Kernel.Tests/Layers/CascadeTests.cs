using Hcos.Kernel.Deciding;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Kernel.Tests.Layers;

/// <summary>Events that lead to further ones within the layer.</summary>
public sealed class CascadeTests
{
    private const int Many = 25_000;
    private readonly LayerHarness _valley = new(ValleyLayer.Define(), ShopLayer.Catalog);

    [Fact]
    public void One_input_may_concern_as_many_as_there_are()
    {
        _valley.Command(new Call(Many, Echoes: 1));
        Assert.Equal(2 * Many, _valley.Of<Echoed>().Count);
        Assert.Equal(Many, _valley.Of<Echoed>().Count(echo => echo.Left == 0));
    }

    [Fact]
    public void Events_that_spread_without_end_are_a_defect_before_they_fill_the_memory()
    {
        var valley = new LayerHarness(ValleyLayer.Define(), ShopLayer.Catalog, new() { MostInCascade = 1_000 });
        valley.Command(new Call(Voices: 20, Echoes: 40));
        Assert.Throws<InvalidOperationException>(() => valley.Command(new Call(Voices: 20, Echoes: 60)));
    }

    [Fact]
    public void Events_that_lead_to_further_ones_come_to_an_end_or_are_a_defect()
    {
        _valley.Command(new Call(1, Echoes: 50));
        Assert.Equal(51, _valley.Of<Echoed>().Count);

        var endless = Assert.Throws<InvalidOperationException>(() => _valley.Command(new Call(1, int.MaxValue)));
        Assert.Contains("without end", endless.Message, StringComparison.Ordinal);
    }
}

[MessageName("valley.call.v1")]
internal sealed record Call(int Voices, int Echoes) : ICommand;

[MessageName("valley.echoed.v1")]
internal sealed record Echoed(int Left) : IEvent;

/// <summary>Answers each voice by an echo, and each echo by the next one until none is left.</summary>
internal abstract class Valley : IDecider<int, ShopLookups>
{
    public static int Initial => 0;

    public static Decision Decide(int state, Given given, ShopLookups lookups) => given.Message switch
    {
        Call call => Decision.Of([.. Enumerable.Repeat<IEvent>(new Echoed(call.Echoes), call.Voices)]),
        Echoed { Left: > 0 } echo => Decision.Of(new Echoed(echo.Left - 1)),
        _ => Decision.Nothing,
    };

    public static int Evolve(int state, IEvent happened) => state + 1;
}

internal static class ValleyLayer
{
    public static LayerDefinition Define() =>
        new LayerBuilder<ShopLookups>("valley", () => new ShopLookups())
            .Aggregate<Valley, int>("valley", routes => routes.On<Call>(_ => "all").On<Echoed>(_ => "all"))
            .Build();
}
