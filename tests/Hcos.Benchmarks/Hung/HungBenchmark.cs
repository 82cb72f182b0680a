using System.Diagnostics;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Hung;

/// <summary>
/// A hundred libvirt connections, a Hyper-V and an OpenStack endpoint of ours that answer, and then hang: what that
/// costs whoever works in another environment, from the moment on in which they hang. Both are measured in turns, so
/// that what else the machine does meets both.
/// </summary>
internal sealed class HungBenchmark : IBenchmark
{
    private const int Rounds = 5;
    private const int Creates = 200;
    private const int AtOnce = 8;
    private static readonly TimeSpan UntilNoticed = TimeSpan.FromSeconds(15);

    public string Name => "hung";

    public string Summary => "what hung libvirt connections, Hyper-V and OpenStack endpoints cost another environment";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync(
            "bench", "simulated", "simulated://bench?hosts=10&vcpus=256&memoryGiB=1024", cancellationToken);
        await using var estate = new HungEstate();
        await estate.StartAsync(platform.Api, cancellationToken);
        using var requests = platform.Requests();
        var creating = new Creating(requests, "bench");
        await creating.ManyAsync(Creates, AtOnce, cancellationToken);
        var (before, during, cpu) = (new List<double>(), new List<double>(), new List<UnitCpu>());
        for (var round = 1; round <= Rounds; round++)
        {
            Progress.Say($"hung: round {round} of {Rounds}");
            before.AddRange((await creating.ManyAsync(Creates, 1, cancellationToken)).Each);
            var (froze, used) = (Stopwatch.GetTimestamp(), platform.Cpu());
            estate.Freeze();
            // While nobody has noticed yet, and once everybody has.
            during.AddRange((await creating.ManyAsync(Creates, 1, cancellationToken)).Each);
            await Task.Delay(Left(froze), TimeProvider.System, cancellationToken);
            during.AddRange((await creating.ManyAsync(Creates, 1, cancellationToken)).Each);
            cpu.Add(platform.Cpu().Since(used).Per(2 * Creates, "create"));
            estate.Thaw();
            await Task.Delay(UntilNoticed, TimeProvider.System, cancellationToken);
        }

        return Figures(before, during, Statistics.Median(cpu));
    }

    private static TimeSpan Left(long froze)
    {
        var passed = Stopwatch.GetElapsedTime(froze);
        return passed < UntilNoticed ? UntilNoticed - passed : TimeSpan.Zero;
    }

    private List<Figure> Figures(IReadOnlyList<double> before, IReadOnlyList<double> during, UnitCpu cpu) =>
    [
        new(Name, "create elsewhere, p50", Statistics.Median(during), "ms")
        {
            Ceiling = Statistics.Median(before),
            CeilingName = "while none hangs",
            Target = Target.RatioAtMost(1.1),
            CpuMicroseconds = cpu,
            Note = $"{HungEstate.LibvirtConnections} libvirt, a Hyper-V and an OpenStack environment hang; "
                + $"{Rounds} rounds of each in turns, from the freeze on; CPU with the looking after all of them",
        },
        new(Name, "create elsewhere, p99", Statistics.Percentile(during, 0.99), "ms")
        {
            Ceiling = Statistics.Percentile(before, 0.99),
            CeilingName = "while none hangs",
            Target = Target.RatioAtMost(1.5),
        },
    ];
}
