using System.Diagnostics;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>
/// Seeds one after the other on all processors, until there were enough of them or one failed. Each seed is one thread
/// and knows nothing of the others: they share the processors, not a world.
/// </summary>
internal sealed class SeedSeries(int first, int least, int most, TimeSpan time, Action<string> write)
{
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(30);
    private readonly SortedDictionary<int, SimulationFailedException> _failures = [];
    private readonly SeedReport _report = new();
    private readonly Lock _lock = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private int _taken;
    private int _tellings;

    /// <summary>The failure of the smallest seed, if any.</summary>
    public SimulationFailedException? Failure => _failures.Values.FirstOrDefault();

    public SeedReport Report => _report;

    /// <summary>Told of every run that ended, whether it held or not.</summary>
    public Action<PlatformWorld>? Ended { get; init; }

    public void Run(CancellationToken cancellationToken)
    {
        var workers = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, Environment.ProcessorCount, workers, _ =>
        {
            while (TryTake(out var seed) && !cancellationToken.IsCancellationRequested) Play(seed);
        });
    }

    private bool TryTake(out int seed)
    {
        lock (_lock)
        {
            var isEnough = _taken >= least && Stopwatch.GetElapsedTime(_began) >= time;
            seed = first + _taken;
            if (isEnough || _taken >= most || _failures.Count > 0) return false;
            _taken++;
            return true;
        }
    }

    private void Play(int seed)
    {
        var run = new SeedRun(new RunSize(seed));
        try
        {
            run.Run();
            lock (_lock) Add(run);
        }
        catch (SimulationFailedException failed)
        {
            lock (_lock) _failures.Add(seed, failed);
        }
        finally
        {
            Ended?.Invoke(run.World);
        }
    }

    private void Add(SeedRun run)
    {
        _report.Add(run);
        var passed = Stopwatch.GetElapsedTime(_began);
        if (passed < BetweenProgress * (_tellings + 1)) return;
        _tellings++;
        write($"{_report.Runs} seeds in {passed.TotalSeconds:F0} s, {GC.GetTotalMemory(false) >> 20} MiB in use");
    }
}
