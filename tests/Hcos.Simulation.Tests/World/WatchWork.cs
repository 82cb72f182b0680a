using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;

namespace Hcos.Simulation.Tests.World;

/// <summary>CI2 watches an estate: events arrive in their order, a little later than they happened.</summary>
internal sealed class WatchWork(DriverExecutor executor, Owner owner, long run, DriverCall.Watch watch)
    : DriverWork(executor, owner, run)
{
    private Estate? _estate;
    private DateTimeOffset _lastDue;

    /// <summary>Whether what is told does not arrive.</summary>
    public bool IsDeaf { get; set; }

    public override void Begin()
    {
        if (IsOver) return;
        var (estate, failure) = Executor.Find(watch.Reach);
        if (estate is null || estate.IsCut)
        {
            Lost(failure?.Reason ?? "the environment is cut off");
            return;
        }

        Owner.Act(Owner.World.Delays.Native(), () => Connect(estate));
    }

    public override void Drop()
    {
        base.Drop();
        _estate?.Unwatch(this);
    }

    /// <summary>The platform tells something.</summary>
    public void Tell(NativeEvent happened)
    {
        if (IsDeaf || happened.Key is not { } key) return;
        InOrder(() => Report(new NativeEventSeen(
            watch.Reach.Environment, watch.Reach.Generation, key, happened, ReceivedAt())));
    }

    public void Lost(string reason) =>
        Owner.Act(TimeSpan.Zero, () => Return(new DriverAnswer.WatchEnded(reason, Owner.Now)));

    // The platform's own time is a label and never compared; a rule of its own, so that a mutant can do without it.
    private static bool TakesOwnTime => true;

    private DateTimeOffset ReceivedAt() => TakesOwnTime ? Owner.Now : _estate!.Clock.GetUtcNow();

    private void Connect(Estate estate)
    {
        if (IsOver) return;
        if (estate.IsCut)
        {
            Lost("the environment is cut off");
            return;
        }

        _estate = estate;
        estate.Watch(this);
        InOrder(() => Report(new WatchBegan(watch.Reach.Environment, watch.Number, Owner.Now)));
    }

    private void InOrder(Action act)
    {
        var world = Owner.World;
        var due = world.Now + world.Delays.Native();
        _lastDue = due > _lastDue ? due : _lastDue;
        Owner.Act(_lastDue - world.Now, () =>
        {
            if (!IsOver) act();
        });
    }
}
