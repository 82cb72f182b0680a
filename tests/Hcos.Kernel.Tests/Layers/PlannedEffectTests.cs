using Hcos.Kernel.Deciding;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Kernel.Tests.Layers;

public sealed class PlannedEffectTests
{
    private readonly LayerHarness _house = new(
        new LayerBuilder<ShopLookups>("house", () => new ShopLookups())
            .Process<Chore, ChoreState>("chore", routes => routes.On<PlanChore>(_ => "one"))
            .Build(),
        ShopLayer.Catalog);

    [Fact]
    public void An_effect_is_not_run_before_its_time()
    {
        _house.Command(new PlanChore(_house.Now.AddSeconds(30)));
        _house.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(_house.Effects);
        _house.Restart();
        _house.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Empty(_house.Effects);
        _house.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_house.Effects);
    }

    [Fact]
    public void A_plan_that_is_changed_is_followed()
    {
        _house.Command(new PlanChore(_house.Now.AddSeconds(30)));
        var sooner = _house.Now.AddSeconds(5);
        _house.Command(new PlanChore(sooner));
        _house.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(new DoChore(sooner), Assert.Single(_house.Effects).Request);
        _house.Advance(TimeSpan.FromSeconds(60));
        Assert.Single(_house.Effects);
    }

    [Fact]
    public void What_changed_while_an_effect_ran_is_what_is_run_next_even_if_its_result_changes_nothing()
    {
        _house.Command(new PlanChore(_house.Now));
        var later = _house.Now.AddSeconds(20);
        _house.Command(new PlanChore(later));
        _house.Return(_house.Effects[0], new object());
        _house.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(new DoChore(later), _house.Effects[^1].Request);
    }

    [Fact]
    public void Repeats_are_never_further_apart_than_the_effect_allows()
    {
        _house.Command(new PlanChore(_house.Now));
        for (var repeat = 1; repeat < 10; repeat++)
        {
            _house.Return(_house.Effects[^1], new object());
            _house.Advance(TimeSpan.FromSeconds(3.8));
            Assert.Equal(repeat + 1, _house.Effects.Count);
        }
    }
}

[MessageName("house.plan-chore.v1")]
internal sealed record PlanChore(DateTimeOffset Due) : ICommand;

[MessageName("house.chore-planned.v1")]
internal sealed record ChorePlanned(DateTimeOffset Due) : IEvent;

internal sealed record DoChore(DateTimeOffset Due);

internal sealed record ChoreState(DateTimeOffset? Due);

/// <summary>Owes one effect at a planned time, for ever.</summary>
internal abstract class Chore : IProcess<ChoreState, ShopLookups>
{
    public static ChoreState Initial { get; } = new((DateTimeOffset?)null);

    public static Decision Decide(ChoreState state, Given given, ShopLookups lookups) =>
        given.Message is PlanChore plan ? Decision.Of(new ChorePlanned(plan.Due)) : Decision.Nothing;

    public static ChoreState Evolve(ChoreState state, IEvent happened) =>
        happened is ChorePlanned planned ? new ChoreState(planned.Due) : state;

    public static IReadOnlyList<Pending> Pending(ChoreState state) => state.Due is not { } due
        ? []
        :
        [
            new Pending.Effect("do", "house", new DoChore(due), IsChanging: false)
            {
                NotBefore = due,
                LongestRepeat = TimeSpan.FromSeconds(3),
            },
        ];
}
