using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Esl.Health;
using Hcos.Esl.Systems;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;

namespace Hcos.Esl;

/// <summary>The layer of business systems.</summary>
public abstract class EslModule
{
    /// <summary>The layer's name.</summary>
    public const string Name = "esl";

    private EslModule()
    {
    }

    /// <summary>Declares the layer.</summary>
    public static LayerDefinition Define(EslOptions options) =>
        new LayerBuilder<EslLookups>(Name, () => new EslLookups(options))
            .Consumes("bsl")
            .Process<BusinessSystem, SystemState>("system", routes => routes
                .On<DeploySystem>(command => command.System.ToString())
                .On<ScaleSystem>(command => command.System.ToString())
                .On<DeleteSystem>(command => command.System.ToString())
                .On<ServerRequested>((e, lookups) => lookups.SystemOf(e.Server))
                .On<ServerTaskBegun>((e, lookups) => lookups.SystemOf(e.Server))
                .On<ServerTaskEnded>((e, lookups) => lookups.SystemOf(e.Server))
                .On<ServerStateChanged>((e, lookups) => lookups.SystemOf(e.Server))
                .On<ServerDeleted>((e, lookups) => lookups.SystemOf(e.Server))
                .On<HealthSeen>(seen => seen.System.ToString()))
            .Build();

    /// <summary>The effects of the layer: watches over the health of instances by HTTP.</summary>
    public static IEffectRunner CreateEffects(TimeProvider time) => CreateEffects(new HttpHealthProbe(time), time);

    /// <summary>The effects of the layer over another probe.</summary>
    public static IEffectRunner CreateEffects(IHealthProbe probe, TimeProvider time) => new HealthWatcher(probe, time);
}
