using System.Diagnostics;
using Hcos.Kernel.Simulated;
using Hcos.Simulation.Tests.Clients;
using Hcos.Simulation.Tests.Faults;
using Hcos.Simulation.Tests.Invariants;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>
/// One seed from the beginning to rest: quiet, then commands and faults, then commands alone, then nothing.
/// </summary>
internal sealed class SeedRun
{
    /// <summary>
    /// The longest that the platform may take to rest after faults and commands have ceased. The longest operation is
    /// given up after 615 s; a change that hangs is abandoned after 120 s and then waits up to 60 s for its next try,
    /// twice; clean-up may wait as long again for the kernel's longest repeat; two sweeps, 30 s apart, show the rest.
    /// </summary>
    public static readonly TimeSpan RestBound = TimeSpan.FromMinutes(20);

    /// <summary>How much a run must do at least; it is counted.</summary>
    public const int LeastCommands = 1_000;

    // Not in step with heartbeats: one that always falls into a look would pass for unrest.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.937);

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(8);

    /// <summary>Every so many seeds one is exact: everything stored and sent is JSON on its way.</summary>
    private const int ExactEvery = 16;

    private readonly RunSize _size;

    public SeedRun(int seed)
        : this(new RunSize(seed))
    {
    }

    public SeedRun(RunSize size)
        : this(size, size.Seed % ExactEvery == 0 ? SimulatedFidelity.Exact : SimulatedFidelity.Swift)
    {
    }

    public SeedRun(RunSize size, SimulatedFidelity fidelity)
    {
        _size = size;
        World = new PlatformWorld(size.Seed, fidelity, manners: PlatformWorld.MannersOf(size.Seed));
    }

    public PlatformWorld World { get; }

    /// <summary>How long it took to rest.</summary>
    public TimeSpan RestedAfter { get; private set; }

    public TimeSpan Took { get; private set; }

    public override string ToString() =>
        $"seed {World.Seed}: {World.Steps} actions in {Took.TotalSeconds:F1} s, "
        + $"at rest {RestedAfter.TotalSeconds:F0} s after the last fault, trace {World.Trace.Hash}";

    /// <exception cref="SimulationFailedException">An invariant does not hold.</exception>
    public void Run()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            Play();
        }
        catch (Exception thrown)
        {
            throw new SimulationFailedException(World, thrown, _size);
        }
        finally
        {
            Took = Stopwatch.GetElapsedTime(began);
        }
    }

    private void Play()
    {
        World.Start();
        var commands = new CommandStream(World);
        World.RunFor(TimeSpan.FromSeconds(1));
        commands.Environments.RegisterAll();
        World.RunFor(Quiet);
        var rough = TimeSpan.FromSeconds(_size.Rough);
        commands.Begin(World.Now + rough + Calm, LeastCommands * _size.Rough / RunSize.WholeRough, _size.Commands);
        new RivalScheduler(World).Begin(World.Now + rough);
        new FaultInjector(World, FaultPlan.Of(_size)).Begin(World.Now + rough);
        World.RunFor(rough + Calm);
        commands.Environments.Settle();
        var from = World.Now;
        IReadOnlyList<string> unrest = [];
        if (!World.RunUntil(() => IsAtRest(ref unrest), RestBound, Look))
        {
            throw new SimulationViolation(
                "at rest", $"after {RestBound} still:\n  {string.Join("\n  ", unrest.Take(20))}", Ids(unrest[0]));
        }

        RestedAfter = World.Now - from;
        World.Invariant<RebuiltIsLive>().Check();
        World.Invariant<DecisionsReplay>().Check();
        WasRough();
    }

    /// <summary>A run that did too little proves too little.</summary>
    private void WasRough()
    {
        if (!_size.IsWhole) return;
        var (commands, injected) = (World.Counts.Notes["commands"], World.Counts.Injected);
        if (commands >= LeastCommands && injected.Count >= FaultPlan.LeastKinds
            && injected.Values.Sum() >= FaultPlan.LeastFaults) return;
        throw new SimulationViolation(
            "a run is rough", $"{commands} commands, {injected.Values.Sum()} faults of {injected.Count} kinds", []);
    }

    private bool IsAtRest(ref IReadOnlyList<string> unrest)
    {
        var former = unrest;
        unrest = World.Unrest();
        foreach (var what in unrest.Take(3).Except(former)) World.Tell("unrest", what);
        return unrest.Count == 0;
    }

    /// <summary>The ids that a sentence names.</summary>
    private static List<string> Ids(string text) =>
        [.. text.Split(' ', '(', ')', ':', '/', ',').Where(word => word.Length >= 36)
            .SelectMany(word => new[] { word[..36], word[^36..] })
            .Where(word => Guid.TryParse(word, out _)).Distinct().Take(3)];
}
