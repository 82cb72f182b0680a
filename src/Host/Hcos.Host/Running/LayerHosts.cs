using Hcos.Arml;
using Hcos.Bsl;
using Hcos.Ci2;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.Simulated;
using Hcos.Cie;
using Hcos.Esl;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Usl;
using Hcos.Usmc;

namespace Hcos.Host.Running;

/// <summary>Makes the host of each layer: composition, and no decision.</summary>
internal sealed class LayerHosts(LayerSeams seams, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly IDriverFactory[] _drivers =
    [
        new LibvirtDriverFactory(), new HyperVDriverFactory(), new OpenStackDriverFactory(),
        new SimulatedDriverFactory(),
    ];
    private readonly List<IAsyncDisposable> _parts = [];

    /// <summary>The store of secrets; only where CI2 is.</summary>
    public ICredentialStore? Credentials { get; private set; }

    public LayerHost Create(string layer, UslModule? usl, string credentials) => layer switch
    {
        CieModule.Name => Create(CieModule.Define(
            [.. _drivers.Select(driver => new EnvironmentKind(driver.Kind, driver.CheckEndpoint))])),
        Ci2Module.Name => CreateCi2(credentials),
        ArmlModule.Name => Create(ArmlModule.Define(new ArmlOptions())),
        BslModule.Name => CreateBsl(),
        EslModule.Name => Create(EslModule.Define(new EslOptions()), EslModule.CreateEffects(seams.Time)),
        UsmcModule.Name => Create(UsmcModule.Define()),
        UslModule.Name => CreateUsl(usl!),
        _ => throw new ArgumentException($"there is no layer {layer}", nameof(layer)),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts) await part.DisposeAsync().ConfigureAwait(false);
    }

    private LayerHost CreateCi2(string credentials)
    {
        var options = new Ci2Options();
        Credentials = Ci2Module.OpenCredentials(credentials);
        var effects = Ci2Module.CreateEffects(_drivers, Credentials, options, seams.Time, loggers);
        return Create(Ci2Module.Define(options), Keep(effects));
    }

    private LayerHost CreateBsl()
    {
        var options = new BslOptions();
        return Create(BslModule.Define(options), Keep(BslModule.CreateEffects(seams.Store, options)));
    }

    /// <summary>What carries out a layer's effects goes when the layers have stopped.</summary>
    private IEffectRunner Keep(IEffectRunner effects)
    {
        if (effects is IAsyncDisposable disposable) _parts.Add(disposable);
        return effects;
    }

    private LayerHost CreateUsl(UslModule usl)
    {
        var host = Create(UslModule.Define(), committed: usl.Committed);
        usl.Attach(host);
        return host;
    }

    private LayerHost Create(
        LayerDefinition layer,
        IEffectRunner? effects = null,
        Action<IReadOnlyList<RecordedEvent>>? committed = null) => new(
        layer,
        seams with { Effects = effects ?? seams.Effects, Committed = committed },
        new LayerHostOptions(),
        loggers.CreateLogger("Hcos.Kernel"));
}
