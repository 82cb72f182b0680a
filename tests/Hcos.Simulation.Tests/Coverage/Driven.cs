namespace Hcos.Simulation.Tests.Coverage;

/// <summary>How often each transition and each event happened.</summary>
internal sealed class Driven
{
    private readonly SortedDictionary<string, long> _moves = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);

    /// <summary>By <c>layer/family: From -> To</c> and <c>layer/family: From + Event</c>.</summary>
    public IReadOnlyDictionary<string, long> Moves => _moves;

    /// <summary>By name of the event.</summary>
    public IReadOnlyDictionary<string, long> Events => _events;

    public static string Move(Machine machine, string from, string to) => $"{machine.Name}: {from} -> {to}";

    public static string Meeting(Machine machine, string phase, string happened) =>
        $"{machine.Name}: {phase} + {happened}";

    /// <summary>Whether anything came into a state.</summary>
    public bool IsReached((Machine Machine, string Phase) state) => state.Machine.Phases.Any(
        from => _moves.ContainsKey(Move(state.Machine, from, state.Phase)));

    public void Moved(string move, long count = 1) => _moves[move] = _moves.GetValueOrDefault(move) + count;

    public void Happened(string name, long count = 1) => _events[name] = _events.GetValueOrDefault(name) + count;

    public void Add(Driven other)
    {
        foreach (var (move, count) in other._moves) Moved(move, count);
        foreach (var (name, count) in other._events) Happened(name, count);
    }
}
