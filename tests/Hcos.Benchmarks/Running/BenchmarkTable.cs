using Hcos.Benchmarks.Api;
using Hcos.Benchmarks.Changes;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Hung;
using Hcos.Benchmarks.Libvirt;
using Hcos.Benchmarks.Logs;
using Hcos.Benchmarks.Rebuild;
using Hcos.Benchmarks.Scale;
using Hcos.Benchmarks.Sync;

namespace Hcos.Benchmarks.Running;

/// <summary>All benchmarks, in the order in which <c>all</c> runs them.</summary>
internal static class BenchmarkTable
{
    public const string All = "all";

    public static IReadOnlyList<IBenchmark> Rows { get; } =
    [
        new AppendBenchmark(),
        new RelayBenchmark(),
        new CreateBenchmark(),
        new LibvirtBenchmark(),
        new ApiBenchmark(),
        new ChangesBenchmark(),
        new HungBenchmark(),
        new ScaleBenchmark(),
        new SyncBenchmark(),
        new RebuildBenchmark(),
    ];

    /// <summary>The benchmarks of a name; none when nobody has it.</summary>
    public static IReadOnlyList<IBenchmark> Named(string name) =>
        name == All ? Rows : [.. Rows.Where(row => row.Name == name)];
}
