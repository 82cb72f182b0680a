using Hcos.Benchmarks.Api;
using Hcos.Benchmarks.Changes;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Explain;
using Hcos.Benchmarks.Hung;
using Hcos.Benchmarks.Libvirt;
using Hcos.Benchmarks.Logs;
using Hcos.Benchmarks.Many;
using Hcos.Benchmarks.OpenStack;
using Hcos.Benchmarks.Placement;
using Hcos.Benchmarks.Rebuild;
using Hcos.Benchmarks.Scale;
using Hcos.Benchmarks.Sync;

namespace Hcos.Benchmarks.Running;

/// <summary>All benchmarks, in the order in which they run.</summary>
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
        new ExplainBenchmark(),
        new ManyBenchmark(),
        new RebuildBenchmark(),
        new PlacementBenchmark(),
        new PlacementQualityBenchmark(),
        new OpenStackBenchmark(),
    ];

    /// <summary>What <c>all</c> runs.</summary>
    public static IReadOnlyList<IBenchmark> Usual { get; } = [.. Rows.Where(row => !row.IsApart)];

    /// <summary>The names of the others.</summary>
    public static IEnumerable<string> Apart => Rows.Except(Usual).Select(row => row.Name);

    /// <summary>The benchmarks of a name; none when nobody has it.</summary>
    public static IReadOnlyList<IBenchmark> Named(string name) =>
        name == All ? Usual : [.. Rows.Where(row => row.Name == name)];
}
