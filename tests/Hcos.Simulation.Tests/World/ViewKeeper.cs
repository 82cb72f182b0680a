using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.World;

/// <summary>USL's views, kept while the platform runs: begun again from what is stored whenever USL is.</summary>
internal sealed class ViewKeeper
{
    private readonly PlatformWorld _world;
    private readonly KeptViews _kept;
    private ViewFold _fold;
    private long _position;

    public ViewKeeper(PlatformWorld world, LayerProcess usl)
    {
        _world = world;
        _fold = new ViewFold(world.Catalog);
        _kept = Empty();
        usl.OnLoaded = Load;
        usl.OnCommitted = TakeIn;
    }

    public IReadOnlyList<TView> All<TView>(string view) where TView : class =>
        [.. _fold.All<TView>(view).Select(row => row.Value)];

    public TView? Get<TView>(string view, string key) where TView : class => _fold.Get<TView>(view, key);

    /// <summary>A hash over views that are folded anew from the whole journal.</summary>
    public string Rebuild()
    {
        var kept = Empty();
        var fold = new ViewFold(_world.Catalog);
        foreach (var recorded in _world.LogOf("usl")) kept.TakeIn(fold, recorded);
        return kept.Hash();
    }

    public string Hash() => _kept.Hash();

    private KeptViews Empty() =>
        _world.Fidelity == SimulatedFidelity.Exact ? new ExactViews(_world.Clock) : new SwiftViews();

    private void Load()
    {
        _fold = new ViewFold(_world.Catalog);
        _position = _kept.Position;
        _kept.Load(_fold);
        Keep(_world.LogOf("usl", _position + 1));
    }

    /// <summary>A commit whose answer was lost is seen only in the store.</summary>
    private void TakeIn(IReadOnlyList<RecordedEvent> events) =>
        Keep(events[0].Position == _position + 1 ? events : _world.LogOf("usl", _position + 1));

    private void Keep(IEnumerable<RecordedEvent> events)
    {
        foreach (var recorded in events)
        {
            _kept.TakeIn(_fold, recorded);
            _position = recorded.Position;
        }
    }
}
