namespace Hcos.Simulation.Tests.World;

/// <summary>What is going to happen, in order of time and, where that is equal, of its setting.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _entries = new();
    private long _order;

    /// <summary>When the next thing happens, in UTC ticks; null when nothing will.</summary>
    public long? NextDue => _entries.TryPeek(out _, out var place) ? place.Due : null;

    public void Add(DateTimeOffset due, Action happens) => _entries.Enqueue(happens, (due.UtcTicks, ++_order));

    public Action Take() => _entries.Dequeue();
}
