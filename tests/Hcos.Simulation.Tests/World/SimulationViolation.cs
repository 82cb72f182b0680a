namespace Hcos.Simulation.Tests.World;

/// <summary>Something happened that must never happen.</summary>
internal sealed class SimulationViolation(string invariant, string what, IReadOnlyCollection<string> subjects)
    : Exception($"{invariant}: {what}")
{
    public string Invariant => invariant;

    /// <summary>Ids to look for in the trace.</summary>
    public IReadOnlyCollection<string> Subjects => subjects;
}
