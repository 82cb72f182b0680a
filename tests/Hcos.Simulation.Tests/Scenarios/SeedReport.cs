using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>What some runs did together.</summary>
internal sealed class SeedReport
{
    private readonly Counts _counts = new();
    private long _steps;
    private TimeSpan _virtual;
    private TimeSpan _took;
    private TimeSpan _longestRest;

    public int Runs { get; private set; }

    public void Add(SeedRun run)
    {
        Runs++;
        _counts.Add(run.World.Counts);
        var network = run.World.Network.Counts;
        _counts.Fault("message lost", network.Lost);
        _counts.Fault("message doubled", network.Doubled);
        _counts.Fault("message late", network.Late);
        _steps += run.World.Steps;
        _virtual += run.World.Now - PlatformWorld.Beginning;
        _took += run.Took;
        if (run.RestedAfter > _longestRest) _longestRest = run.RestedAfter;
    }

    public void Tell(Action<string> write)
    {
        var rate = _steps / Math.Max(_took.TotalSeconds, 0.001);
        write($"{Runs} runs, {_virtual.TotalHours:F1} virtual hours in {_took.TotalSeconds:F1} s");
        write($"{_steps} actions, {rate:F0} per second");
        write($"at rest after {_longestRest.TotalSeconds:F0} s at the latest");
        foreach (var (what, count) in _counts.Notes) write($"  {what}: {count}");
        write("faults:");
        foreach (var (kind, count) in _counts.Faults) write($"  {kind}: {count}");
    }
}
