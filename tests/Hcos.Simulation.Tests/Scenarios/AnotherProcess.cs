using System.Diagnostics;
using System.Globalization;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Runs tests of this assembly in a process of their own.</summary>
internal static class AnotherProcess
{
    /// <summary>What the process tells; fails when a test of it does.</summary>
    public static async Task<string> RunAsync(
        string method, int seed, int seeds, CancellationToken cancellationToken)
    {
        var assembly = typeof(AnotherProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[assembly, "-method", $"*.{method}", "-showliveoutput", "-noColor"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HCOS_SIMULATION_SEED"] = seed.ToString(CultureInfo.InvariantCulture);
        start.Environment["HCOS_SIMULATION_SEEDS"] = seeds.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var told = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, process.ExitCode);
        return told;
    }
}
