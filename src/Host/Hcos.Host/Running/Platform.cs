using System.Reflection;
using Hcos.Arml;
using Hcos.Bsl;
using Hcos.Ci2;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Ci2.Drivers.Simulated;
using Hcos.Cie;
using Hcos.Cmlc;
using Hcos.Cmlc.Health;
using Hcos.Contracts;
using Hcos.Esl;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.MassTransit;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Postgres;
using Hcos.Usl;
using Hcos.Usmc;

namespace Hcos.Host.Running;

/// <summary>All layers in one process: composition, and no decision.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts;
    private readonly List<LayerHost> _layers;
    private readonly UslModule _usl;
    private readonly CmlcModule _cmlc;
    private readonly ILogger _logger;

    private Platform(
        List<IAsyncDisposable> parts, List<LayerHost> layers, UslModule usl, ILogger logger)
    {
        _parts = parts;
        _layers = layers;
        _usl = usl;
        _logger = logger;
        _cmlc = new CmlcModule(Health);
    }

    public static string Version =>
        typeof(
            Platform).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static async Task<Platform> CreateAsync(
        PlatformOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var catalog = Catalog();
        var postgres = new PostgresOptions { ConnectionString = options.Postgres };
        var store = new PostgresEventStore(postgres, catalog, time);
        var views = new PostgresViewStore(postgres, UslModule.Name);
        var bus = await MassTransitBus
            .StartInMemoryAsync(catalog, new MassTransitBusOptions(), loggers, cancellationToken).ConfigureAwait(false);
        var simulated = new SimulatedDriverFactory();
        IDriverFactory[] drivers = [new LibvirtDriverFactory(), simulated];
        var credentials = Ci2Module.OpenCredentials(options.Data.Credentials);
        var ci2Options = new Ci2Options();
        var ci2Effects = Ci2Module.CreateEffects(drivers, credentials, ci2Options, time, loggers);
        LayerHost? ci2 = null;
        var intake = new CredentialIntake(credentials, () => ci2!, time);
        var usl = new UslModule(
            new UslSeams(catalog, store, views, bus, time),
            new UslOptions { Credentials = intake },
            loggers.CreateLogger("Hcos.Usl"));

        LayerHost Host(LayerDefinition layer, IEffectRunner? effects = null, LayerSeams? seams = null) => new(
            layer,
            (seams ?? new LayerSeams(catalog, store, bus, NoEffects.Instance, time)) with
            {
                Effects = effects ?? NoEffects.Instance,
            },
            new LayerHostOptions(),
            loggers.CreateLogger("Hcos.Kernel"));

        ci2 = Host(Ci2Module.Define(ci2Options), ci2Effects);
        var kinds = drivers.Select(driver => new EnvironmentKind(driver.Kind, driver.CheckEndpoint)).ToList();
        var uslHost = Host(
            UslModule.Define(), null, new LayerSeams(catalog, store, bus, NoEffects.Instance, time, usl.Committed));
        usl.Attach(uslHost);
        List<LayerHost> layers =
        [
            Host(CieModule.Define(kinds)),
            ci2,
            Host(ArmlModule.Define(new ArmlOptions())),
            Host(BslModule.Define(new BslOptions())),
            Host(EslModule.Define(new EslOptions()), EslModule.CreateEffects(time)),
            Host(UsmcModule.Define()),
            uslHost,
        ];
        List<IAsyncDisposable> parts = [bus, store, views];
        if (ci2Effects is IAsyncDisposable disposable) parts.Insert(0, disposable);
        return new Platform(parts, layers, usl, loggers.CreateLogger("Hcos.Host"));
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
        _usl.MapApi(application);
    }

    /// <summary>The host of one layer of this process.</summary>
    public LayerHost Layer(string name) => _layers.Single(layer => layer.Name == name);

    /// <summary>Runs all layers until cancelled, or until one of them must not go on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = _layers.Select(layer => layer.RunAsync(stop.Token)).Append(_usl.RunAsync(stop.Token)).ToList();
        var ended = await Task.WhenAny(running).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ended.Exception is { } failed) Log.LayerFailed(_logger, failed);
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts) await part.DisposeAsync().ConfigureAwait(false);
        foreach (var layer in _layers) layer.Dispose();
        _cmlc.Dispose();
    }

    private PlatformHealth Health()
    {
        var layers = _layers.Select(layer => new LayerHealth(layer.Name, layer.IsReady, layer.Status)).ToList();
        return new PlatformHealth(_usl.IsReady && layers.TrueForAll(layer => layer.IsReady), Version, layers);
    }
}
