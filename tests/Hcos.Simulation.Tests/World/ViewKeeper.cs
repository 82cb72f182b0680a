using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Stores;
using Hcos.Usl.Journal;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.World;

/// <summary>USL's views, kept while the platform runs: begun again from what is stored whenever USL is.</summary>
internal sealed class ViewKeeper
{
    private readonly PlatformWorld _world;
    private ViewFold _fold;
    private long _position;

    public ViewKeeper(PlatformWorld world, LayerProcess usl)
    {
        _world = world;
        _fold = new ViewFold(world.Catalog);
        Store = new SimulatedViewStore(NoStoreFaults.Instance, world.Clock);
        usl.OnLoaded = Load;
        usl.OnCommitted = TakeIn;
    }

    public SimulatedViewStore Store { get; }

    public IReadOnlyList<TView> All<TView>(string view) where TView : class =>
        [.. _fold.All<TView>(view).Select(row => row.Value)];

    /// <summary>A hash over views that are folded anew from the whole journal.</summary>
    public string Rebuild()
    {
        var views = new SimulatedViewStore(NoStoreFaults.Instance, _world.Clock);
        var fold = new ViewFold(_world.Catalog);
        Keep(views, fold, 0, _world.LogOf("usl"));
        return Hash(views);
    }

    public string Hash() => Hash(Store);

    private static string Hash(IViewStore views) =>
        Synchronously.Get(() => views.HashAsync(ViewNames.Set, CancellationToken.None));

    private void Load()
    {
        _fold = new ViewFold(_world.Catalog);
        _position = Synchronously.Get(() => Store.PositionAsync(ViewNames.Set, CancellationToken.None));
        foreach (var view in _fold.Views)
        {
            var query = new ViewQuery { Limit = 100_000 };
            var page = Synchronously.Get(() => Store.ListAsync(ViewNames.Set, view, query, CancellationToken.None));
            foreach (var row in page.Rows) _fold.Load(view, row.Key, row.Value.ToJsonString());
        }

        CatchUp();
    }

    private void TakeIn(IReadOnlyList<RecordedEvent> events)
    {
        // A commit whose answer was lost is seen only in the store.
        if (events[0].Position == _position + 1) _position = Keep(Store, _fold, _position, events);
        else CatchUp();
    }

    private void CatchUp()
    {
        var read = _world.LogOf("usl", _position + 1);
        _position = Keep(Store, _fold, _position, read);
    }

    /// <summary>Rows change at most once in one write.</summary>
    private static long Keep(IViewStore views, ViewFold fold, long position, IEnumerable<RecordedEvent> read)
    {
        foreach (var recorded in read)
        {
            var changes = new List<ViewChange>();
            fold.Apply(JournalEntry.Of(recorded), changes);
            var (from, to) = (position, recorded.Position);
            Synchronously.Run(() => views.WriteAsync(ViewNames.Set, from, to, changes, CancellationToken.None));
            position = to;
        }

        return position;
    }
}
