using Hcos.Simulation.Tests.Coverage;
using Hcos.Simulation.Tests.Invariants;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>What some runs did together.</summary>
internal sealed class SeedReport
{
    private long _steps;
    private TimeSpan _virtual;
    private TimeSpan _took;
    private TimeSpan _longestRest;
    private long _leastCommands = long.MaxValue;
    private int _leastFaults = int.MaxValue;
    private int _leastKinds = int.MaxValue;

    private readonly SortedDictionary<int, TraceHash> _traces = [];
    private int _mostRepeats;

    public int Runs { get; private set; }

    /// <summary>What the runs did and met, all together.</summary>
    public Counts Counts { get; } = new();

    /// <summary>Which transitions the runs drove.</summary>
    public Driven Driven { get; } = new();

    /// <summary>One hash over the traces of all runs, in order of their seeds.</summary>
    public TraceHash Hash => _traces.Aggregate(
        TraceHash.Empty, (hash, run) => hash.With((ulong)run.Key).With(run.Value.Value));

    public static string HashLine(TraceHash hash) => $"one hash over all traces: {hash}";

    public void Add(SeedRun run)
    {
        Runs++;
        _traces[run.World.Seed] = run.World.Trace.Hash;
        _mostRepeats = Math.Max(_mostRepeats, run.World.Invariant<RepeatsWait>().MostRepeats);
        Counts.Add(run.World.Counts);
        Driven.Add(run.World.Invariant<TransitionsDriven>().Driven);
        var injected = run.World.Counts.Injected;
        _leastCommands = Math.Min(_leastCommands, run.World.Counts.Notes["commands"]);
        _leastFaults = Math.Min(_leastFaults, injected.Values.Sum());
        _leastKinds = Math.Min(_leastKinds, injected.Count);
        var network = run.World.Network.Counts;
        Counts.Fault("message lost", network.Lost);
        Counts.Fault("message doubled", network.Doubled);
        Counts.Fault("message late", network.Late);
        Counts.Fault("message overtaking", network.Overtaken);
        _steps += run.World.Steps;
        _virtual += run.World.Now - PlatformWorld.Beginning;
        _took += run.Took;
        if (run.RestedAfter > _longestRest) _longestRest = run.RestedAfter;
    }

    public void Tell(Action<string> write)
    {
        foreach (var line in Head()) write(line);
        foreach (var (kind, count) in Counts.Injected) write($"  injected {kind}: {count}");
        foreach (var (what, count) in Counts.Notes) write($"  {what}: {count}");
        write("faults:");
        foreach (var (kind, count) in Counts.Faults) write($"  {kind}: {count}");
    }

    /// <summary>The same on half a page.</summary>
    public IEnumerable<string> Summed() =>
    [
        .. Head(),
        .. Summary.Lines("injected", Counts.Injected.Select(fault => $"{fault.Key} {fault.Value}")),
        .. Summary.Lines("faults", Counts.Faults.Select(fault => $"{fault.Key} {fault.Value}")),
    ];

    private IEnumerable<string> Head()
    {
        var rate = _steps / Math.Max(_took.TotalSeconds, 0.001);
        yield return $"{Runs} runs, {_virtual.TotalHours:F1} virtual hours in {_took.TotalSeconds:F1} s";
        yield return $"{_steps} actions, {rate:F0} per second";
        var (states, universe) = (Universe.States, Universe.Transitions);
        yield return $"{states.Count(Driven.IsReached)} of {states.Count} states reached, "
            + $"{universe.Count(Driven.Moves.ContainsKey)} of {universe.Count} transitions driven, "
            + $"{Universe.Missed(Driven).Count} missed, {Universe.Unexpected(Driven).Count} unexpected";
        yield return $"one command was sent {_mostRepeats} times at the most";
        yield return HashLine(Hash);
        yield return $"at rest after {_longestRest.TotalSeconds:F0} s at the latest";
        yield return $"each with at least {_leastCommands} commands, {_leastFaults} faults of {_leastKinds} kinds";
    }

    /// <summary>Every transition there is, with how often it was driven.</summary>
    public void TellTransitions(Action<string> write)
    {
        foreach (var transition in Universe.Transitions)
        {
            write($"{Driven.Moves.GetValueOrDefault(transition),10} {transition}");
        }

        foreach (var move in Driven.Moves.Keys.Except(Universe.Transitions)) write($"not foreseen: {move}");
        foreach (var (name, count) in Driven.Events) write($"{count,10} of {name}");
    }
}
