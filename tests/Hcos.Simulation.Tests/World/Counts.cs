using Hcos.Simulation.Tests.Faults;

namespace Hcos.Simulation.Tests.World;

/// <summary>What a run did, for its report: a run that meant to be rough can prove that it was.</summary>
internal sealed class Counts
{
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _notes = new(StringComparer.Ordinal);

    private readonly SortedDictionary<FaultKind, int> _injected = [];

    public IReadOnlyDictionary<string, long> Faults => _faults;

    public IReadOnlyDictionary<string, long> Notes => _notes;

    /// <summary>What was injected, by the kinds of the plan; single messages are not counted here.</summary>
    public IReadOnlyDictionary<FaultKind, int> Injected => _injected;

    public void Inject(FaultKind kind) => _injected[kind] = _injected.GetValueOrDefault(kind) + 1;

    public void Fault(string kind, long count = 1) => _faults[kind] = _faults.GetValueOrDefault(kind) + count;

    public void Note(string what, long count = 1) => _notes[what] = _notes.GetValueOrDefault(what) + count;

    public void Add(Counts other)
    {
        foreach (var (kind, count) in other._faults) Fault(kind, count);
        foreach (var (what, count) in other._notes) Note(what, count);
        foreach (var (kind, count) in other._injected) _injected[kind] = _injected.GetValueOrDefault(kind) + count;
    }
}
