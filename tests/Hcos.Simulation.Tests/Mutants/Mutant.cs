namespace Hcos.Simulation.Tests.Mutants;

/// <summary>The platform with one rule of the kernel switched off.</summary>
/// <param name="Name">The rule and what became of it.</param>
/// <param name="Edits">How, in the compiled assemblies: no line of production code knows of it.</param>
internal sealed record Mutant(string Name, params Edit[] Edits)
{
    private const string Kernel = "Hcos.Kernel";
    private const string Simulation = "Hcos.Simulation.Tests";
    private const string Layer = "Hcos.Kernel.Layers.Layer";
    private const string Memory = "Hcos.Kernel.Layers.CommandMemory";
    private const string World = "Hcos.Simulation.Tests.World.";
    private const string Owner = World + "Owner";
    private const string Driver = "Hcos.Ci2.Drivers.Simulated";
    private const string Marked = Driver + ".Calls.MarkedSteps";

    /// <summary>Every rule that a run must miss when it is gone.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("deduplication off", new Edit(Kernel, Memory, "IsAnswered", false)),
        new("position committed before events", new Edit(Simulation, Owner, "get_CommitsTogether", false)),
        new("replay off", new Edit(Kernel, Layer, "AskReplay", null)),
        new("fencing off", new Edit(Simulation, Owner, "LooksAtHeadRow", false)),
        new("evidence ignored", new Edit("Hcos.Ci2", "Hcos.Ci2.Observations.Sighting", "get_Counts", true)),
        new("absence believed once", new Edit("Hcos.Ci2", "Hcos.Ci2.Observations.Observation", "IsFirst", false)),
        new("pending forgotten on restart", new Edit(Kernel, Layer, "OweAgain", null)),
        new("claims not subtracted", new Edit("Hcos.Arml", "Hcos.Arml.ArmlLookups", "ClaimedOn", null)),
        new("claims not counted when closing", new Edit("Hcos.Arml", "Hcos.Arml.ArmlLookups", "ClaimsIn", null)),
        new("gone off", new Edit(Kernel, Memory, "IsGone", false)),
        new("attempts rising early", new Edit(Kernel, "Hcos.Kernel.Layers.OwedEntry", "get_IsOver", true)),
        new("platform clocks trusted", new Edit(Simulation, World + "WatchWork", "get_TakesOwnTime", false)),
        new("mark not looked for before a create", new Edit(Driver, Marked, "get_LooksFirst", false)),
        new("mark not looked for again before done", new Edit(Driver, Marked, "get_LooksAgain", false)),
        new("pending sent before catching up", new Edit(Kernel, Layer, "get_HasCaughtUp", true)),
    ];

    public override string ToString() => Name;
}
