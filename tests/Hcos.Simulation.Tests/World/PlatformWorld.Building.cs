using Hcos.Arml;
using Hcos.Bsl;
using Hcos.Ci2;
using Hcos.Ci2.Drivers.Simulated;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Cie;
using Hcos.Esl;
using Hcos.Kernel.Layers;
using Hcos.Usl;
using Hcos.Usmc;

namespace Hcos.Simulation.Tests.World;

/// <summary>What the world consists of.</summary>
internal sealed partial class PlatformWorld
{
    /// <summary>Every seed has a mix of its own; plain manners are the most frequent ones.</summary>
    public static IReadOnlyList<PlatformManners> MannersOf(int seed)
    {
        var dice = new Dice(seed, "manners");
        var others = PlatformManners.All.Select(one => one.Manners).Where(one => one.PicksIds).ToList();
        return
        [
            .. Enumerable.Range(0, UsualEstates).Select(_ =>
                dice.Chance(PlainChance) ? PlatformManners.Plain : dice.Pick(others)),
        ];
    }

    private IEnumerable<Estate> CreateEstates(int count, IReadOnlyList<PlatformManners> manners)
    {
        for (var number = 1; number <= count; number++)
        {
            var options = new SimulatedOptions($"estate-{number}")
            {
                Hosts = 3,
                Vcpus = HostVcpus,
                MemoryBytes = HostMemory,
                PoolBytes = 512L << 30,
                Seed = Seed,
                Manners = manners[(number - 1) % manners.Count],
            };
            yield return new Estate(this, options, Runs, hasEvents: number != 2);
        }
    }

    /// <summary>There are few of them here, and a run is not to wait long for those that cannot be made.</summary>
    private static readonly TimeSpan ManyWithin = TimeSpan.FromSeconds(165);

    private IEnumerable<LayerProcess> CreateProcesses()
    {
        var kinds = new[] { new EnvironmentKind("simulated", new SimulatedDriverFactory().CheckEndpoint) };
        yield return Without(UsmcModule.Define());
        yield return Without(CieModule.Define(kinds));
        yield return new LayerProcess(this, Ci2Module.Define(new Ci2Options()), owner => new DriverExecutor(owner));
        yield return Without(ArmlModule.Define(new ArmlOptions()));
        yield return Without(BslModule.Define(new BslOptions { CreateManyWithin = ManyWithin }));
        yield return new LayerProcess(this, EslModule.Define(new EslOptions()), owner => new HealthExecutor(owner));
        yield return Without(UslModule.Define());
    }

    private LayerProcess Without(LayerDefinition definition) => new(this, definition, _ => new NoEffects());
}
