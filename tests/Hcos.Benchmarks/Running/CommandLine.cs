using System.Globalization;
using Hcos.Benchmarks.OpenStack;
using Hcos.Benchmarks.Rebuild;
using Hcos.Benchmarks.Sync;

namespace Hcos.Benchmarks.Running;

/// <summary><c>bench [NAME…|all] [--events N] [--quiet N] [--json FILE] [--output table|json]</c>.</summary>
/// <param name="Benchmarks">What is run.</param>
/// <param name="JsonFile">Where lines of JSON go beside; null for nowhere.</param>
/// <param name="IsJson">Whether standard output gets lines of JSON instead of a table.</param>
internal sealed record CommandLine(IReadOnlyList<IBenchmark> Benchmarks, string? JsonFile, bool IsJson)
{
    public static string Usage { get; } = string.Join('\n', [
        "usage: bench [NAME ...|all] [--events N] [--quiet N] [--json FILE] [--output table|json]",
        "Example: hcos bench create",
        .. BenchmarkTable.Rows.Select(row => $"  {row.Name,-10} {row.Summary}"),
        $"  all        all of them but {string.Join(", ", BenchmarkTable.Apart)}",
        "  --events N how long rebuild's journal is, at least 1; 1000000 unless told",
        "  --quiet N  minutes of quiet before sync and openstack count calls at rest; 12 unless told, 0 counts none",
    ]);

    /// <summary>Reads the arguments; null when they cannot be understood.</summary>
    public static CommandLine? Parse(IReadOnlyList<string> arguments)
    {
        var benchmarks = new List<IBenchmark>();
        string? file = null;
        var isJson = false;
        long? events = null;
        int? quiet = null;
        for (var index = 0; index < arguments.Count; index++)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : null;
            switch (arguments[index])
            {
                case "--json" when value is not null:
                    (file, index) = (value, index + 1);
                    break;
                case "--events" when long.TryParse(value, CultureInfo.InvariantCulture, out var wanted) && wanted > 0:
                    (events, index) = (wanted, index + 1);
                    break;
                case "--quiet" when int.TryParse(value, CultureInfo.InvariantCulture, out var minutes) && minutes >= 0:
                    (quiet, index) = (minutes, index + 1);
                    break;
                case "--output" when value is "json" or "table":
                    (isJson, index) = (value == "json", index + 1);
                    break;
                case var name when BenchmarkTable.Named(name) is { Count: > 0 } named:
                    benchmarks.AddRange(named);
                    break;
                default:
                    return null;
            }
        }

        IReadOnlyList<IBenchmark> chosen = benchmarks.Count == 0 ? BenchmarkTable.Usual : benchmarks;
        return new([.. chosen.Select(benchmark => Over(events, quiet, benchmark))], file, isJson);
    }

    private static IBenchmark Over(long? events, int? quiet, IBenchmark benchmark) => benchmark switch
    {
        RebuildBenchmark when events is { } count => new RebuildBenchmark { JournalEvents = count },
        SyncBenchmark when quiet is { } minutes => new SyncBenchmark { Times = Quiet(minutes) },
        OpenStackBenchmark when quiet is { } minutes => new OpenStackBenchmark { Times = Quiet(minutes) },
        _ => benchmark,
    };

    private static CallTimes Quiet(int minutes) => CallTimes.Usual with { Quiet = TimeSpan.FromMinutes(minutes) };
}
