using Hcos.Contracts.Bsl;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.Invariants;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Journal;

namespace Hcos.Simulation.Tests.Coverage;

/// <summary>
/// Not a promise but a record: folds what is committed once more and notes which transitions that drove.
/// </summary>
internal sealed class TransitionsDriven : Invariant
{
    private readonly Dictionary<string, List<StreamFamily>> _families = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Layer, string Family), List<Machine>> _machines = [];

    public TransitionsDriven(PlatformWorld world)
    {
        foreach (var process in world.Processes)
        {
            var lookups = process.Definition.CreateLookups();
            _families[process.Name] = [.. process.Definition.Families.Select(create => create(lookups))];
        }

        foreach (var group in Machines.All.GroupBy(machine => (machine.Layer, machine.Family)))
        {
            _machines[group.Key] = [.. group];
        }
    }

    public override string Name => "coverage";

    public Driven Driven { get; } = new();

    public override void Committed(RecordedEvent happened)
    {
        var name = happened.Body.GetType().Name;
        Driven.Happened(happened.Body switch
        {
            CommandSettled settled => $"settled {settled.Code}",
            Journaled { IsEarly: true } => "Journaled early",
            ServerPlaced { Round: > 1 } => "ServerPlaced again",
            _ => name,
        });
        // The kernel's own bookkeeping moves no decider.
        if (happened.Body is CommandOwed) return;
        var word = happened.Stream.Split('-', 2)[0];
        var family = _families[happened.Log].Find(candidate => candidate.Name == word);
        if (family is null || !_machines.TryGetValue((happened.Log, word), out var machines)) return;

        var before = family.State(happened.Stream);
        family.Evolve(happened.Stream, happened.Body);
        var after = family.State(happened.Stream);
        foreach (var machine in machines) Note(machine, before, after, name);
    }

    private void Note(Machine machine, object? before, object? after, string happened)
    {
        var former = machine.PhasesOf(before).ToDictionary(StringComparer.Ordinal);
        var latter = machine.PhasesOf(after).ToDictionary(StringComparer.Ordinal);
        foreach (var thing in former.Keys.Union(latter.Keys))
        {
            var from = former.GetValueOrDefault(thing, Machine.Absent);
            var to = latter.GetValueOrDefault(thing, Machine.Absent);
            if (from != to) Driven.Moved(Driven.Move(machine, from, to));
            if (from != to || former.Count <= 1) Driven.Moved(Driven.Meeting(machine, from, happened));
        }
    }
}
