using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Libvirt;

/// <summary>
/// Servers without a system created over libvirt, one at a time, as many as the processors of a small machine allow:
/// what HCOS adds to the time in which the driver works.
/// </summary>
internal sealed class LibvirtBenchmark : IBenchmark
{
    private const int WarmUp = 5;
    private const int Rounds = 5;
    private const int PerRound = 5;

    public string Name => "libvirt";

    public string Summary => "what HCOS adds to libvirt's own time when a server is created";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var lab = new LibvirtLab();
        await lab.StartAsync(cancellationToken);
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync("lab", "libvirt", lab.Endpoint, cancellationToken);
        using var requests = platform.Requests();
        var creating = new Creating(requests);
        for (var number = 0; number < WarmUp; number++) await creating.OneAsync(cancellationToken);
        var (count, seconds) = await platform.CommitsAsync(cancellationToken);
        var rounds = new List<LibvirtRound>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await LibvirtRound.MeasureAsync(platform, creating, PerRound, cancellationToken));
        }

        var (countAfter, secondsAfter) = await platform.CommitsAsync(cancellationToken);
        return Figures(rounds, 1000 * (secondsAfter - seconds) / (countAfter - count));
    }

    /// <summary>The driver works once the task's own commit is answered, so that commit is HCOS's.</summary>
    private List<Figure> Figures(List<LibvirtRound> rounds, double commit) =>
    [
        new(Name, "added per create, p50", Statistics.Median([.. rounds.Select(round => round.Added)]) + commit, "ms")
        {
            Ceiling = commit,
            CeilingName = "mean commit",
            Target = Target.AtMost(15),
            CpuMicroseconds = Statistics.Median([.. rounds.Select(round => round.Cpu)]),
            Note = "8 commits in sequence are among it; CPU with the driver's, libvirt's apart",
        },
        new(
            Name,
            "the driver's own time, p50",
            Statistics.Median([.. rounds.Select(round => round.Driver)]) - commit,
            "ms"),
    ];
}
