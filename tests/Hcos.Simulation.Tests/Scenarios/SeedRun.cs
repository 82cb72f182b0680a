using System.Diagnostics;
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

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Rough = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(8);

    public SeedRun(int seed) => World = new PlatformWorld(seed);

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
            throw new SimulationFailedException(World, thrown);
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
        commands.RegisterEstates();
        World.RunFor(Quiet);
        commands.Begin(World.Now + Rough + Calm, TimeSpan.FromSeconds(0.6));
        new FaultInjector(World, FaultPlan.Of(World.Seed)).Begin(World.Now + Rough);
        World.RunFor(Rough + Calm);
        var from = World.Now;
        IReadOnlyList<string> unrest = [];
        if (!World.RunUntil(() => IsAtRest(ref unrest), RestBound))
        {
            throw new SimulationViolation(
                "at rest", $"after {RestBound} still:\n  {string.Join("\n  ", unrest.Take(20))}", Ids(unrest[0]));
        }

        RestedAfter = World.Now - from;
        World.Invariant<RebuiltIsLive>().Check();
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
            .Select(word => word[^36..]).Where(word => Guid.TryParse(word, out _)).Distinct().Take(3)];
}
