using System.Diagnostics;
using System.Globalization;

namespace Hcos.Benchmarks.Running;

/// <summary>Runs benchmarks one after the other; one that fails does not keep the others from running.</summary>
internal static class Run
{
    /// <summary>Answers the exit code: 1 when one failed or a promise of the program was broken.</summary>
    public static async Task<int> AllAsync(CommandLine command, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        var failures = 0;
        if (command.JsonFile is { } file) await File.WriteAllTextAsync(file, "", cancellationToken);
        foreach (var benchmark in command.Benchmarks)
        {
            try
            {
                var measured = await MeasureAsync(benchmark, cancellationToken);
                figures.AddRange(measured);
                await TellAsync(command, measured, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // What was measured is shown all the same.
                failures++;
                break;
            }
            catch (Exception failed)
            {
                failures++;
                Progress.Say($"{benchmark.Name} failed: {failed}");
            }
        }

        if (!command.IsJson) Console.Out.WriteLine(Report.Table(figures));
        var broken = figures.Where(figure => figure is { IsPromise: true, IsReached: false }).ToList();
        foreach (var figure in broken) Progress.Say($"broken promise: {figure.Benchmark}, {figure.Name}");
        return failures + broken.Count == 0 ? 0 : 1;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        IBenchmark benchmark, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        Progress.Say($"{benchmark.Name}: {benchmark.Summary} (load {LoadAverage()})");
        var measured = await benchmark.RunAsync(cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        Progress.Say($"{benchmark.Name}: {seconds} s");
        return measured;
    }

    private static async Task TellAsync(
        CommandLine command, IReadOnlyList<Figure> measured, CancellationToken cancellationToken)
    {
        var lines = measured.Select(Report.Line).ToList();
        if (command.IsJson) lines.ForEach(Console.Out.WriteLine);
        if (command.JsonFile is { } file) await File.AppendAllLinesAsync(file, lines, cancellationToken);
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
