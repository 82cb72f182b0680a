using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Ci2.Drivers.Simulated;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Ci2.Tests.Driving;

/// <summary>CI2 as it runs: a host, its own log, real effects over drivers of a simulated estate, real time.</summary>
internal sealed class LiveCi2 : IAsyncDisposable
{
    public static readonly EnvironmentId Lab = Ci2World.Lab;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HandBus _bus = new();
    private readonly Lock _lock = new();
    private readonly List<RecordedEvent> _log = [];
    private readonly List<(Func<bool> Holds, TaskCompletionSource Told)> _waiting = [];
    private readonly SimulatedDriverFactory _factory = new();
    private readonly IEffectRunner _effects;
    private readonly LayerHost _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private long _commands;

    public LiveCi2(Ci2Options? options = null)
    {
        var used = options ?? new Ci2Options();
        Estate = _factory.Estates.Open(SimulatedOptions.Parse(Endpoint), TimeProvider.System);
        _effects = Ci2Module.CreateEffects(
            [_factory, new HyperVDriverFactory()], Credentials, used, TimeProvider.System, NullLoggerFactory.Instance);
        var seams = new LayerSeams(
            Ci2World.Catalog,
            new SimulatedEventStore(Ci2World.Catalog, NoStoreFaults.Instance, TimeProvider.System),
            _bus,
            _effects,
            TimeProvider.System,
            Committed);
        _host = new LayerHost(Ci2Module.Define(used), seams, new LayerHostOptions(), NullLogger.Instance);
        _running = _host.RunAsync(_stop.Token);
    }

    public static string Endpoint => "simulated://lab?hosts=2&boot=50ms";

    public SimulatedEstate Estate { get; }

    public SimulatedCredentialStore Credentials { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task TellAsync(IEvent happened) => _bus.TellAsync(happened, Stop);

    public Task RegisterAsync(EnvironmentAccess access = EnvironmentAccess.Manage, string? endpoint = null) =>
        TellAsync(new EnvironmentRegistered(
            Lab, "lab", new EnvironmentAddress("simulated", endpoint ?? Endpoint, null, null, access)));

    /// <summary>Registers the environment and waits until it was swept once.</summary>
    public async Task RegisterAndSweepAsync()
    {
        await RegisterAsync();
        await UntilAsync(() => Of<SweepCompleted>().Count > 0);
    }

    public async Task CommandAsync(ICommand command)
    {
        await UntilAsync(() => _host.IsReady || Of<IEvent>().Count > 0);
        var id = DerivedId.From("command", $"{Interlocked.Increment(ref _commands)}");
        await _host.SubmitAsync(MessageContext.First(id), command, Stop);
    }

    public Task<TAnswer> AskAsync<TAnswer>(IQuestion<TAnswer> question) => _host.AskAsync(question, Stop);

    public IReadOnlyList<TEvent> Of<TEvent>()
    {
        lock (_lock) return [.. _log.Select(happened => happened.Body).OfType<TEvent>()];
    }

    public ResourceState? Shown(ResourceKey key)
    {
        lock (_lock)
        {
            return _log.Select(happened => happened.Body switch
            {
                ResourceObserved seen when seen.Key == key => seen.Object.State,
                ResourceStateObserved seen when seen.Key == key => seen.State,
                ResourceMissing missing when missing.Key == key => ResourceState.Missing,
                _ => (ResourceState?)null,
            }).LastOrDefault(state => state is not null);
        }
    }

    /// <summary>Waits until the log says so.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (holds()) return;
            _waiting.Add((holds, told));
        }

        await told.Task.WaitAsync(Patience, TimeProvider.System, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        Estate.Wire.Calm();
        await _stop.CancelAsync();
        await _running;
        await ((IAsyncDisposable)_effects).DisposeAsync();
        _factory.Dispose();
        _stop.Dispose();
    }

    private void Committed(IReadOnlyList<RecordedEvent> events)
    {
        lock (_lock)
        {
            _log.AddRange(events);
            foreach (var (_, told) in _waiting.Where(waiting => waiting.Holds()).ToList()) told.TrySetResult();
            _waiting.RemoveAll(waiting => waiting.Told.Task.IsCompleted);
        }
    }
}
