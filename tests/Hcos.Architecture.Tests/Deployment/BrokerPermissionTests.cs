using System.Text.RegularExpressions;
using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Deployment;

/// <summary>What the broker lets the user of a layer do is what the tables let the layer do, and no more.</summary>
public sealed class BrokerPermissionTests
{
    private const string Event = "Hcos.Contracts.Bsl:ServerRunning";
    private static readonly string[] Edge = ["hcos-events", "hcos-outside-commands", "hcos-outside-inbox", Event];
    private const string Instance = "-0123456789ab";
    // CMLC has no log of its own yet.
    private static readonly IReadOnlyList<string> Layers =
        [.. ArchitectureTables.Layers.Where(layer => layer != "Cmlc")];

    private static readonly IReadOnlyDictionary<string, Rights> Given = Read();

    public static TheoryData<string> Users => [.. Layers];

    [Fact]
    public void Every_layer_has_one_user() =>
        Assert.Equal(
            Layers.Select(Lower).Order(StringComparer.Ordinal),
            Given.Keys.Where(user => user != "outside").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Users))]
    public void A_layer_writes_only_where_the_tables_let_it(string layer)
    {
        var allowed = Own(layer)
            .Append($"hcos-log-{Lower(layer)}")
            .Concat(ArchitectureTables.Sends[layer].Select(to => $"hcos-{Lower(to)}-commands"))
            // An operator may resume a parked stream of any layer: a command of the kernel, not of that layer.
            .Concat(layer == "Usl" ? Layers.Select(to => $"hcos-{Lower(to)}-commands") : [])
            .Concat(Heard(layer).Concat(ArchitectureTables.Sends[layer]).Select(to => $"hcos-{Lower(to)}-requests"))
            .Concat(Layers.Where(other => Heard(other).Contains(layer)).Select(to => $"hcos-{Lower(to)}-replays"))
            .Concat(AnswersUsl(layer) ? [$"hcos-usl-replies{Instance}"] : [])
            .Concat(layer == "Usl" ? Edge : []);
        AssertExactly(allowed, Given[Lower(layer)].Write);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public void A_layer_reads_only_its_own_queues_and_the_logs_it_observes(string layer) =>
        AssertExactly(
            Own(layer).Concat(Heard(layer).Select(log => $"hcos-log-{Lower(log)}"))
                .Concat(layer == "Usl" ? ["hcos-outside-commands", "hcos-outside-inbox"] : []),
            Given[Lower(layer)].Read);

    [Fact]
    public void The_outside_reads_events_and_writes_commands_at_the_edge_and_nothing_else()
    {
        AssertExactly(["hcos-outside-commands", "outside-app"], Given["outside"].Write);
        AssertExactly(["hcos-events", Event, "outside-app"], Given["outside"].Read);
        AssertExactly(["hcos-events", "hcos-outside-commands", Event, "outside-app"], Given["outside"].Configure);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public void A_layer_declares_only_what_it_writes_or_reads(string layer)
    {
        var rights = Given[Lower(layer)];
        Assert.All(
            Everything().Where(name => Regex.IsMatch(name, rights.Configure)),
            name => Assert.True(
                Regex.IsMatch(name, rights.Write) || Regex.IsMatch(name, rights.Read), $"{layer}: {name}"));
    }

    private static void AssertExactly(IEnumerable<string> allowed, string pattern) =>
        Assert.Equal(
            allowed.Where(name => Everything().Contains(name)).Distinct().Order(StringComparer.Ordinal),
            Everything().Where(name => Regex.IsMatch(name, pattern)).Order(StringComparer.Ordinal));

    /// <summary>Names that exist or might, of exchanges and of queues.</summary>
    private static IReadOnlyList<string> Everything() =>
    [
        .. Layers.SelectMany(Own), .. Layers.Select(layer => $"hcos-log-{Lower(layer)}"),
        .. Edge, "outside-app", "amq.topic", "amq.default", "hcos", "hcos-log", "other", "hcos-log-cie-0",
        "xhcos-log-cie",
    ];

    private static IEnumerable<string> Own(string layer) =>
        new[] { "commands", "requests", "replays", "events", "replies" }
            .SelectMany(what => new[] { $"hcos-{Lower(layer)}-{what}", $"hcos-{Lower(layer)}-{what}{Instance}" });

    private static IEnumerable<string> Heard(string layer) =>
        ArchitectureTables.Observes[layer].Where(log => log != layer && Layers.Contains(log));

    private static bool AnswersUsl(string layer) =>
        ArchitectureTables.Sends["Usl"].Contains(layer) || ArchitectureTables.AskedByUsl.Contains(layer);

    private static string Lower(string layer) => layer.ToLowerInvariant();

    private static SortedDictionary<string, Rights> Read()
    {
        var rights = new SortedDictionary<string, Rights>(StringComparer.Ordinal);
        var lines = File.ReadLines(Path.Combine(Repository.Root, "deploy", "distributed", "permissions"));
        foreach (var line in lines.Where(line => line is not ['#', ..]))
        {
            var parts = line.Split('\t');
            rights.Add(parts[0], new Rights(parts[1], parts[2], parts[3]));
        }

        return rights;
    }

    private sealed record Rights(string Configure, string Write, string Read);
}
