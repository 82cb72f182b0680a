using System.Text;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>A run broke a promise: which, how to run it again, and what happened around it.</summary>
internal sealed class SimulationFailedException(PlatformWorld world, Exception thrown)
    : Exception(Tell(world, thrown), thrown)
{
    private const int LinesAround = 120;
    private const int LinesBefore = 30;

    private static string Tell(PlatformWorld world, Exception thrown)
    {
        var text = new StringBuilder();
        var time = world.Now - PlatformWorld.Beginning;
        text.AppendLine($"seed {world.Seed} after {time.TotalSeconds:F4} s, {world.Steps} actions:");
        text.AppendLine(thrown is SimulationViolation ? thrown.Message : thrown.ToString());
        text.Append($"again: HCOS_SIMULATION_SEED={world.Seed} HCOS_SIMULATION_SEEDS=1 ");
        text.AppendLine("dotnet test --project tests/Hcos.Simulation.Tests");
        if (thrown is SimulationViolation { Subjects.Count: > 0 } violation)
        {
            text.AppendLine($"around {string.Join(", ", violation.Subjects)}:");
            foreach (var line in world.Trace.Latest(LinesAround, violation.Subjects)) text.AppendLine(line);
        }

        text.AppendLine("the latest:");
        foreach (var line in world.Trace.Latest(LinesBefore)) text.AppendLine(line);
        return text.ToString();
    }
}
