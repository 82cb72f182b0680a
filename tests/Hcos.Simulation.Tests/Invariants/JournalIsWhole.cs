using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Usl;
using Hcos.Usl.Journal;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 6: USL's journal holds every public event of every log, once each and in the order of its log: what people and
/// auditors read misses nothing.
/// </summary>
internal sealed class JournalIsWhole(Func<Type, bool> isPublic) : Invariant
{
    private readonly SortedDictionary<string, Queue<RecordedEvent>> _awaited = new(StringComparer.Ordinal);

    public JournalIsWhole(PlatformWorld world)
        : this(world.Catalog.IsPublic)
    {
    }

    public override string Name => "6: the journal is whole";

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Log != UslModule.Name)
        {
            if (isPublic(happened.Body.GetType())) Awaited(happened.Log).Enqueue(happened);
        }
        else if (happened.Body is Journaled { Event: var journaled })
        {
            Take(journaled);
        }
    }

    public override IEnumerable<string> AtRest() => _awaited.Where(log => log.Value.Count > 0).Select(
        log => $"the journal lacks {log.Value.Count} events of {log.Key} from {log.Value.Peek().Position} on");

    private void Take(RecordedEvent journaled)
    {
        var next = Awaited(journaled.Log).TryDequeue(out var first) ? first.Position : 0;
        if (next == journaled.Position) return;
        Violated($"the journal took {journaled.Log} {journaled.Position}, its next is {next}", journaled.Stream);
    }

    private Queue<RecordedEvent> Awaited(string log)
    {
        if (!_awaited.TryGetValue(log, out var queue)) _awaited[log] = queue = new Queue<RecordedEvent>();
        return queue;
    }
}
