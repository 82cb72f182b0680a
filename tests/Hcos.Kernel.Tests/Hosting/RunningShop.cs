using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Tests.Layers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Kernel.Tests.Hosting;

/// <summary>The shop as a layer runs for real, over a store and a bus that are held in the hand.</summary>
internal sealed class RunningShop : IAsyncDisposable, IEffectRunner, IInquiryRunner
{
    /// <summary>For how many questions the world is asked at a time.</summary>
    public const int MostInquiries = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource _stop = new();
    private readonly LayerHost _host;
    private readonly Task _running;
    private int _effects;
    private int _asked;

    public RunningShop(HeldStore? store = null)
    {
        Store = store ?? new HeldStore();
        var options = new LayerHostOptions
        {
            Heartbeat = TimeSpan.FromMilliseconds(50),
            RestartDelay = TimeSpan.FromMilliseconds(5),
            SnapshotEvery = 50,
            SnapshotLook = TimeSpan.FromMilliseconds(10),
            LargestBatch = 3,
            MostInquiries = MostInquiries,
        };
        var seams = new LayerSeams(ShopLayer.Catalog, Store, Bus, this, TimeProvider.System);
        _host = new LayerHost(ShopLayer.Define(), seams, options, NullLogger.Instance);
        _running = _host.RunAsync(_stop.Token);
    }

    public HeldStore Store { get; }

    public RecordingBus Bus { get; } = new();

    /// <summary>The world answers when this is done.</summary>
    public TaskCompletionSource Counting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often the world was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>How many effects were begun.</summary>
    public int Effects => Volatile.Read(ref _effects);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A shop that owns its log and has heard of all others.</summary>
    public static async Task<RunningShop> OpenAsync(HeldStore? store = null)
    {
        var shop = new RunningShop(store);
        await UntilAsync(() => shop._host.IsReady);
        return shop;
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(Patience);
        while (!holds()) await Task.Delay(BetweenLooks, TimeProvider.System, patience.Token);
    }

    public Task OrderAsync(string name) => _host
        .SubmitAsync(MessageContext.First(DerivedId.From("order", name)), new TakeOrder(name, 1), Stop)
        .WaitAsync(Patience, TimeProvider.System, Stop);

    public Task<int> CountAsync() => _host
        .AskAsync(new CountOrders(), Stop)
        .WaitAsync(Patience, TimeProvider.System, Stop);

    /// <summary>Counts the boxes on the table, which nobody but the world knows.</summary>
    public Task<BoxCount> CountBoxesAsync() => _host
        .AskAsync(new CountBoxes(), Stop)
        .WaitAsync(Patience, TimeProvider.System, Stop);

    public async Task<object> AnswerAsync(object request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        await Counting.Task.WaitAsync(cancellationToken);
        return new BoxCount(7);
    }

    public Task<object> RunAsync(EffectStart start, IEffectContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _effects);
        return Task.FromResult<object>(new Packed("a box"));
    }

    public async ValueTask DisposeAsync()
    {
        Store.Release();
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
        _stop.Dispose();
    }
}
