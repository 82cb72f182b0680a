using System.Text;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>A run broke a promise: which, how to run it again, and what happened around it.</summary>
internal sealed class SimulationFailedException(PlatformWorld world, Exception thrown, RunSize? size = null)
    : Exception(Tell(world, thrown, size), thrown)
{
    private const int LinesAround = 120;
    private const int LinesBefore = 30;
    private const int LongestLine = 600;

    /// <summary>What was broken; the kind of exception where it was no invariant.</summary>
    public string Invariant => (InnerException as SimulationViolation)?.Invariant ?? InnerException!.GetType().Name;

    public int Seed => world.Seed;

    /// <summary>How many commands there were until then.</summary>
    public int Commands { get; } = (int)world.Counts.Notes.GetValueOrDefault("commands");

    /// <summary>How many faults there were until then.</summary>
    public int Faults { get; } = world.Counts.Injected.Values.Sum();

    private static string Tell(PlatformWorld world, Exception thrown, RunSize? size)
    {
        var text = new StringBuilder();
        var time = world.Now - PlatformWorld.Beginning;
        text.AppendLine($"seed {world.Seed} after {time.TotalSeconds:F4} s, {world.Steps} actions:");
        text.AppendLine(thrown is SimulationViolation ? thrown.Message : thrown.ToString());
        text.AppendLine($"again: ./hcos test simulation --seeds 1 --seed {world.Seed}; or as a test:");
        if (size is not null) text.AppendLine(size.AsTest());
        if (thrown is SimulationViolation { Subjects.Count: > 0 } violation)
        {
            text.AppendLine($"around {string.Join(", ", violation.Subjects)}:");
            foreach (var line in world.Trace.Latest(LinesAround, violation.Subjects)) text.AppendLine(Fit(line));
        }

        text.AppendLine("the latest:");
        foreach (var line in world.Trace.Latest(LinesBefore)) text.AppendLine(Fit(line));
        return text.ToString();
    }

    private static string Fit(string line) => line.Length <= LongestLine ? line : $"{line[..LongestLine]} …";
}
