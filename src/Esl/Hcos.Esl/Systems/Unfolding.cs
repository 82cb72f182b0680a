using Hcos.Contracts.Esl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Systems;

/// <summary>Collects the events of one decision, each decided on the state that the ones before it lead to.</summary>
internal sealed class Unfolding(SystemState state, DateTimeOffset now)
{
    private readonly List<IEvent> _events = [];

    public SystemState State { get; private set; } = state;

    public DateTimeOffset Now { get; } = now;

    public Decision Decision => Decision.Of(_events);

    public void Add(IEvent happened)
    {
        _events.Add(happened);
        State = BusinessSystem.Evolve(State, happened);
    }

    public void Move(InstanceRecord instance, InstanceState to, string? reason, IReadOnlyList<string>? addresses = null)
    {
        var known = addresses ?? instance.Addresses;
        if (instance.State == to && instance.Reason == reason && instance.Addresses.SequenceEqual(known)) return;
        Add(new InstanceStateChanged(
            State.Id, instance.Component, instance.Index, instance.Server, to, known, reason));
        if (instance.State != to && to != InstanceState.Deleted)
        {
            Add(new InstanceDated(State.Id, instance.Server, Now));
        }
    }
}
