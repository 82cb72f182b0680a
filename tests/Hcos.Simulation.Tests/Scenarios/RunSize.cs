using System.Globalization;
using Hcos.Simulation.Tests.Faults;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>How much of a seed is played: all of it, or as little as still shows what goes wrong.</summary>
/// <param name="Seed">What everything is drawn from.</param>
internal sealed record RunSize(int Seed)
{
    /// <summary>How long commands and faults go on, in seconds.</summary>
    public const int WholeRough = 70;

    /// <summary>No more commands than these.</summary>
    public int Commands { get; init; } = int.MaxValue;

    /// <summary>No more faults than these.</summary>
    public int Faults { get; init; } = int.MaxValue;

    /// <summary>How long commands and faults go on, in seconds.</summary>
    public int Rough { get; init; } = WholeRough;

    /// <summary>Kinds of faults that do not happen.</summary>
    public IReadOnlyList<FaultKind> Without { get; init; } = [];

    /// <summary>Whether nothing is left out.</summary>
    public bool IsWhole =>
        this is { Commands: int.MaxValue, Faults: int.MaxValue, Rough: WholeRough, Without.Count: 0 };

    /// <summary>The test that plays it again.</summary>
    public string AsTest()
    {
        var parts = new List<string>();
        if (Commands != int.MaxValue) parts.Add($"Commands = {Number(Commands)}");
        if (Faults != int.MaxValue) parts.Add($"Faults = {Number(Faults)}");
        if (Rough != WholeRough) parts.Add($"Rough = {Number(Rough)}");
        var without = Without.Select(kind => $"FaultKind.{kind}");
        if (Without.Count > 0) parts.Add($"Without = [{string.Join(", ", without)}]");
        var size = parts.Count == 0 ? "" : $" {{ {string.Join(", ", parts)} }}";
        return $"""
                [Fact]
                public void Seed_{Number(Seed)}_holds() => new SeedRun(new RunSize({Number(Seed)}){size}).Run();
            """;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
