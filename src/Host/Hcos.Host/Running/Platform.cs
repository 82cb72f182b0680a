using System.Reflection;
using Hcos.Arml;
using Hcos.Bsl;
using Hcos.Ci2;
using Hcos.Cie;
using Hcos.Cmlc;
using Hcos.Cmlc.Health;
using Hcos.Contracts;
using Hcos.Esl;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.MassTransit;
using Hcos.Kernel.MassTransit.Edge;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Postgres;
using Hcos.Usl;
using Hcos.Usmc;

namespace Hcos.Host.Running;

/// <summary>The layers of one process: composition, and no decision.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private static readonly TimeSpan OwnershipCheck = TimeSpan.FromMilliseconds(50);
    private readonly PlatformOptions _options;
    private readonly TimeProvider _time;
    private readonly HeadWatch _heads;
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<LayerHost> _layers = [];
    private readonly UslModule? _usl;
    private readonly CredentialIntake? _intake;
    private readonly RemoteCredentialIntake? _remoteIntake;
    private readonly CmlcModule _cmlc;
    private readonly ILogger _logger;

    private Platform(
        PlatformOptions options,
        MassTransitBus bus,
        MassTransitEdge? edge,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger("Hcos.Host");
        _heads = new HeadWatch(bus, time);
        var catalog = Catalog();
        var postgres = new PostgresOptions { ConnectionString = options.Postgres };
        var store = new PostgresEventStore(postgres, catalog, time);
        var seams = new LayerSeams(catalog, store, _heads, NoEffects.Instance, time);
        var hosts = new LayerHosts(seams, loggers);
        _parts.AddRange([hosts, bus, store]);
        if (edge is not null) _parts.Add(edge);
        foreach (var layer in PlatformOptions.AllLayers.Where(layer => layer != UslModule.Name && options.Runs(layer)))
        {
            _layers.Add(hosts.Create(layer, null, options.Data.Credentials));
        }

        if (hosts.Credentials is { } credentials)
        {
            _intake = new CredentialIntake(credentials, Layer(Ci2Module.Name)!);
        }

        if (options.Runs(UslModule.Name))
        {
            if (_intake is null && options.Intake is { } remote) _remoteIntake = new RemoteCredentialIntake(remote);
            var views = new PostgresViewStore(postgres, UslModule.Name);
            _parts.Add(views);
            _usl = new UslModule(
                new UslSeams(catalog, store, views, _heads, time, edge),
                new UslOptions
                {
                    Credentials = _intake ?? (ICredentialIntake?)_remoteIntake,
                    OutsideUsers = options.Outside ?? [],
                },
                loggers.CreateLogger("Hcos.Usl"));
            _layers.Add(hosts.Create(UslModule.Name, _usl, options.Data.Credentials));
        }

        _cmlc = new CmlcModule(Health);
    }

    public static string Version =>
        typeof(
            Platform).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Whether everybody who asks the API of this process gets answers.</summary>
    public bool IsServing => _usl is { IsReady: true } && Layer(UslModule.Name)!.IsReady;

    public static async Task<Platform> CreateAsync(
        PlatformOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var bounds = new MassTransitBusOptions();
        if (options.Broker is not { } broker)
        {
            var alone = await MassTransitBus.StartInMemoryAsync(Catalog(), bounds, loggers, cancellationToken)
                .ConfigureAwait(false);
            return new Platform(options, alone, null, time, loggers);
        }

        var bus = await MassTransitBus.StartRabbitMqAsync(Catalog(), broker, bounds, loggers, cancellationToken)
            .ConfigureAwait(false);
        var edge = options.Outside is null || !options.Runs(UslModule.Name)
            ? null
            : await MassTransitEdge.StartAsync(Catalog(), broker, bounds, loggers, cancellationToken)
                .ConfigureAwait(false);
        return new Platform(options, bus, edge, time, loggers);
    }

    public static MessageCatalog Catalog() => new(
        [typeof(OperationAttribute).Assembly],
        [
            typeof(CieModule).Assembly, typeof(Ci2Module).Assembly, typeof(ArmlModule).Assembly,
            typeof(BslModule).Assembly, typeof(EslModule).Assembly, typeof(UslModule).Assembly,
            typeof(UsmcModule).Assembly,
        ]);

    public void Map(WebApplication application)
    {
        _cmlc.Map(application);
        if (_intake is not null && _usl is null && _options.Intake is { } options)
        {
            IntakeRoute.Map(application, options, _intake);
        }

        if (_usl is null) return;
        var gate = new StandbyGate(Layer(UslModule.Name)!);
        application.Use(next => context => gate.InvokeAsync(context, next, context.RequestAborted));
        _usl.MapApi(application);
    }

    /// <summary>The host of one layer; null when another process runs it.</summary>
    public LayerHost? Layer(string name) => _layers.Find(layer => layer.Name == name);

    /// <summary>Runs all layers until cancelled, or until one of them must not go on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = _layers.Select(layer => layer.RunAsync(stop.Token)).ToList();
        if (_usl is not null) running.Add(ServeAsync(_usl, stop.Token));
        var ended = await Task.WhenAny(running).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ended.Exception is { } failed) Log.LayerFailed(_logger, failed);
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Waits until this process owns the log of a layer that it runs.</summary>
    public async Task OwnsAsync(string layer, CancellationToken cancellationToken)
    {
        while (Layer(layer)!.Status is null)
        {
            await Task.Delay(OwnershipCheck, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts) await part.DisposeAsync().ConfigureAwait(false);
        foreach (var layer in _layers) layer.Dispose();
        _intake?.Dispose();
        _remoteIntake?.Dispose();
        _cmlc.Dispose();
    }

    /// <summary>A standby leaves the views to the owner until it is the owner.</summary>
    private async Task ServeAsync(UslModule usl, CancellationToken cancellationToken)
    {
        await OwnsAsync(UslModule.Name, cancellationToken).ConfigureAwait(false);
        await usl.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private PlatformHealth Health()
    {
        var layers = _layers.Select(layer => new LayerHealth(layer.Name, layer.IsReady, layer.Status)).ToList();
        var logs = PlatformOptions.AllLayers.Select(SeenOf).OfType<LogHealth>().ToList();
        var isReady = layers.TrueForAll(layer => layer.IsReady) && (_usl is null || _usl.IsReady);
        return new PlatformHealth(isReady, Version, layers, logs);
    }

    private LogHealth? SeenOf(string layer) => _heads.Latest(layer) is var (head, at)
        ? new LogHealth(layer, head.Epoch, head.Head, _time.GetElapsedTime(at), head.Report)
        : null;
}
