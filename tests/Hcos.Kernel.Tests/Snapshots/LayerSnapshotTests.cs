using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Stores;
using Hcos.Kernel.Tests.Layers;
using Hcos.Testing;

namespace Hcos.Kernel.Tests.Snapshots;

/// <summary>A layer that begins from a snapshot and the tail of its log is the layer that read the whole log.</summary>
public sealed class LayerSnapshotTests
{
    private readonly LayerHarness _shop = new(ShopLayer.Define(), ShopLayer.Catalog);
    private readonly List<string> _ignored = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void States_versions_and_lookups_come_back_from_a_snapshot()
    {
        Work();
        var layer = Restored(Loaded(_shop.Log).Capture());
        var whole = Loaded(_shop.Log);
        Assert.Equal(whole.States, layer.States);
        Assert.Equal((whole.Head, whole.Epoch, whole.EpochStart, whole.Time),
            (layer.Head, layer.Epoch, layer.EpochStart, layer.Time));
        Assert.Equal(whole.Ask(new CountOrders()), layer.Ask(new CountOrders()));
        Assert.Equal(whole.Capture().Data, layer.Capture().Data);
    }

    [Fact]
    public void A_snapshot_of_any_position_and_the_tail_give_what_the_whole_log_gives()
    {
        Work();
        var whole = Loaded(_shop.Log).Capture().Data;
        for (var at = 1; at < _shop.Log.Count; at++)
        {
            var layer = Restored(Loaded(_shop.Log.Take(at)).Capture());
            foreach (var happened in _shop.Log.Skip(at)) layer.Load(happened);
            Assert.Equal(whole, layer.Capture().Data);
        }
    }

    [Fact]
    public void What_was_owed_before_a_snapshot_is_owed_under_the_same_attempt_after_it()
    {
        _shop.Command(new TakeOrder("a", 1));
        var sent = _shop.Sent<Make>();
        var layer = Restored(Loaded(_shop.Log).Capture());
        layer.Begin(2, new Dictionary<string, long>(), _shop.Now);
        layer.Step(new LayerInput.Announced(new HeadAnnouncement("cellar", 1, 1, _shop.Now, 0)), _shop.Now);
        var again = layer.Step(new LayerInput.Announced(new HeadAnnouncement("works", 1, 1, _shop.Now, 0)), _shop.Now);
        Assert.Equal(sent.Context.Id, Assert.Single(again.Commands).Context.Id);
    }

    [Fact]
    public void A_command_answered_before_a_snapshot_is_answered_after_it_too()
    {
        var id = _shop.NextId();
        _shop.Command(new TakeOrder("a", 1), id);
        var layer = Restored(Loaded(_shop.Log).Capture());
        layer.Begin(2, new Dictionary<string, long>(), _shop.Now);
        var until = _shop.Now.AddMinutes(1);
        var envelope = new CommandEnvelope("shop", MessageContext.First(id), until, new TakeOrder("a", 1));
        Assert.Empty(layer.Step(new LayerInput.Commanded(envelope), _shop.Now).Events);
    }

    [Fact]
    public void What_was_deleted_before_it_was_created_stays_so_over_a_snapshot()
    {
        _shop.Command(new CancelOrder("late", _shop.Now.AddMinutes(1)));
        var layer = Restored(Loaded(_shop.Log).Capture());
        layer.Begin(2, new Dictionary<string, long>(), _shop.Now);
        var envelope = new CommandEnvelope(
            "shop", MessageContext.First(_shop.NextId()), _shop.Now.AddMinutes(1), new TakeOrder("late", 1));
        var settled = Assert.Single(layer.Step(new LayerInput.Commanded(envelope), _shop.Now).Events);
        Assert.Equal(SettledCodes.Gone, Assert.IsType<CommandSettled>(settled.Body).Code);
    }

    [Fact]
    public void A_snapshot_of_other_code_is_not_touched()
    {
        Work();
        var snapshot = Loaded(_shop.Log).Capture() with { Shape = "another" };
        var layer = new Layer(ShopLayer.Define(), ShopLayer.Catalog, new LayerOptions());
        Assert.False(layer.TryRestore(snapshot));
        Assert.Equal(0, layer.Head);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-1)]
    public void A_damaged_snapshot_says_so_and_nothing_else_throws(int at)
    {
        Work();
        var snapshot = Loaded(_shop.Log).Capture();
        var data = at < 0 ? snapshot.Data[..^8] : [.. snapshot.Data];
        if (at >= 0) data[at] ^= 0x5A;
        var layer = new Layer(ShopLayer.Define(), ShopLayer.Catalog, new LayerOptions());
        Assert.Throws<InvalidDataException>(() => layer.TryRestore(snapshot with { Data = data }));
    }

    [Fact]
    public async Task A_start_reads_the_newest_snapshot_and_only_the_tail()
    {
        Work();
        var (store, owner) = await StoredAsync();
        var until = _shop.Log.Count - 2;
        await owner.SaveAsync(Loaded(_shop.Log.Take(until)).Capture(), Token);
        var loaded = await LoadAsync(store);
        Assert.Equal((until, (long)_shop.Log.Count), (loaded.FromSnapshot, loaded.Layer.Head));
        Assert.Equal(Loaded(_shop.Log).Capture().Data, loaded.Layer.Capture().Data);
        Assert.Empty(_ignored);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_reads_the_whole_log_when_the_snapshot_does_not_fit_or_is_damaged(bool isDamaged)
    {
        Work();
        var (store, owner) = await StoredAsync();
        var snapshot = Loaded(_shop.Log).Capture();
        await owner.SaveAsync(
            isDamaged ? snapshot with { Data = snapshot.Data[..20] } : snapshot with { Shape = "old" }, Token);
        var loaded = await LoadAsync(store);
        Assert.Equal((0L, (long)_shop.Log.Count), (loaded.FromSnapshot, loaded.Layer.Head));
        Assert.Equal(Loaded(_shop.Log).Capture().Data, loaded.Layer.Capture().Data);
        Assert.Single(_ignored);
    }

    private void Work()
    {
        foreach (var order in new[] { "a", "b", "c", "d" }) _shop.Command(new TakeOrder(order, 2));
        _shop.Observe("works", new Made("a"), new Made("b"));
        _shop.Return(_shop.Started<Pack>(), new Packed("box"));
        _shop.Command(new CancelOrder("nobody", _shop.Now.AddMinutes(1)));
        _shop.Command(new TakeOrder("none", 0));
        _shop.Observe("works", new Broken("d"));
        _shop.Advance(TimeSpan.FromSeconds(30));
    }

    private async Task<(SimulatedEventStore Store, IOwnedLog Owner)> StoredAsync()
    {
        var store = new SimulatedEventStore(ShopLayer.Catalog, NoStoreFaults.Instance, TimeProvider.System);
        var owner = await store.OwnAsync("shop", Token);
        await owner.CommitAsync(_shop.Log, new Dictionary<string, long>(), Token);
        return (store, owner);
    }

    private Task<LoadedLayer> LoadAsync(SimulatedEventStore store) => LayerLoading.LoadAsync(
        ShopLayer.Define(), store, ShopLayer.Catalog, new LayerOptions(), _shop.Log.Count, _ignored.Add, Token);

    private static Layer Loaded(IEnumerable<RecordedEvent> log)
    {
        var layer = new Layer(ShopLayer.Define(), ShopLayer.Catalog, new LayerOptions());
        foreach (var happened in log) layer.Load(happened);
        return layer;
    }

    private static Layer Restored(LogSnapshot snapshot)
    {
        var layer = new Layer(ShopLayer.Define(), ShopLayer.Catalog, new LayerOptions());
        Assert.True(layer.TryRestore(snapshot));
        return layer;
    }
}
