using Hcos.Simulation.Tests.Scenarios;

namespace Hcos.Simulation.Tests.Coverage;

/// <summary>A rule of the kernel and what drives it.</summary>
/// <param name="Name">The rule in short.</param>
/// <param name="Kind">What sort of thing drives it.</param>
/// <param name="What">Which.</param>
internal sealed record Rule(string Name, string Kind, string What);

/// <summary>The list of rules, in <c>rules.txt</c>.</summary>
internal static class Rules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. Universe.Lines("rules.txt").Select(line => (line.One, Parts: line.Other.Split(' ', 2)))
            .Select(line => new Rule(line.One, line.Parts[0], line.Parts.ElementAtOrDefault(1) ?? "")),
    ];

    /// <summary>Rules whose count some runs together did not raise.</summary>
    public static IReadOnlyList<Rule> Uncounted(SeedReport report) =>
        [.. All.Where(rule => CountOf(rule, report) == 0)];

    private static long? CountOf(Rule rule, SeedReport report) => rule.Kind switch
    {
        "note" => report.Counts.Notes.GetValueOrDefault(rule.What),
        "fault" => report.Counts.Faults.GetValueOrDefault(rule.What),
        "event" => report.Driven.Events.GetValueOrDefault(rule.What),
        _ => null,
    };
}
