using Hcos.Kernel.Simulated.Bus;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Faults;

/// <summary>Lets faults happen, as a plan says, until they cease; then everything is mended.</summary>
internal sealed class FaultInjector
{
    private static readonly BusFaults Usual = new() { Lose = 0.005, Double = 0.01, Late = 0.005, Overtake = 0.02 };
    private readonly PlatformWorld _world;
    private readonly FaultPlan _plan;
    private readonly Dice _dice;
    private readonly OutsideActor _outside;
    private DateTimeOffset _until;

    public FaultInjector(PlatformWorld world, FaultPlan plan)
    {
        _world = world;
        _plan = plan;
        _dice = new Dice(world.Seed, "faults");
        _outside = new OutsideActor(world);
    }

    public void Begin(DateTimeOffset until)
    {
        _until = until;
        _world.Network.Faults = Usual;
        _world.NativeFaults.Rate = _plan.NativeRate;
        Next();
        _world.Agenda.Add(until, Cease);
    }

    private void Next()
    {
        if (_world.Now >= _until) return;
        Happen(_dice.Pick(_plan.Kinds));
        _world.Agenda.Add(_world.Now + (_plan.Pause * (_dice.Fraction() * 2)), Next);
    }

    private void Cease()
    {
        _world.Tell("faults", "cease");
        if (_plan.EndsWithOutage)
        {
            foreach (var process in _world.Processes) process.Crash(_dice.Chance(0.5), Seconds(0.5, 3));
        }

        _world.Network.Faults = BusFaults.None;
        _world.NativeFaults.Rate = 0;
        _world.StoreFaults.Rate = 0;
        _world.Delays.SlowStore = TimeSpan.Zero;
        foreach (var process in _world.Processes) _world.Network.Mend(process.Name);
        foreach (var estate in _world.Estates)
        {
            estate.Mend();
            estate.Undeafen();
            estate.LieOnce(0);
            estate.Sick.Clear();
        }

        _outside.Mend();
    }

    private void Happen(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.Crash:
                _world.Counts.Fault("crash");
                _dice.Pick(_world.Processes).Crash(_dice.Chance(0.5), Seconds(0.1, 8));
                break;
            case FaultKind.TakeOver:
                _world.Counts.Fault("take-over");
                _dice.Pick(_world.Processes).TakeOver(Seconds(0.1, 5), Seconds(1, 20));
                break;
            case FaultKind.Network:
                Network();
                break;
            case FaultKind.CutLayer:
                var cut = _dice.Pick(_world.Processes).Name;
                _world.Counts.Fault("layer cut off");
                _world.Network.Cut(cut);
                Later(Seconds(1, 15), () => _world.Network.Mend(cut));
                break;
            case FaultKind.Store:
                _world.StoreFaults.Rate = _dice.Fraction() * 0.5;
                Later(Seconds(0.2, 5), () => _world.StoreFaults.Rate = 0);
                break;
            case FaultKind.SlowStore:
                _world.Counts.Fault("store slow");
                _world.Delays.SlowStore = Seconds(0.05, 1);
                Later(Seconds(1, 10), () => _world.Delays.SlowStore = TimeSpan.Zero);
                break;
            case FaultKind.CutEstate:
                var estate = _dice.Pick(_world.Estates);
                _world.Counts.Fault("environment cut off");
                estate.CutOff();
                Later(Seconds(1, 60), estate.Mend);
                break;
            case FaultKind.Watches:
                Watches();
                break;
            case FaultKind.Listings:
                _dice.Pick(_world.Estates).LieOnce(_dice.Between(1, 100));
                break;
            default:
                _outside.Happen(kind);
                break;
        }
    }

    private void Network()
    {
        _world.Counts.Fault("network storm");
        _world.Network.Faults = new BusFaults
        {
            Lose = _dice.Chance(0.5) ? _dice.Fraction() : 0,
            Double = _dice.Chance(0.5) ? _dice.Fraction() * 0.5 : 0,
            Late = _dice.Chance(0.5) ? _dice.Fraction() * 0.5 : 0,
            Overtake = _dice.Chance(0.5) ? _dice.Fraction() * 0.5 : 0,
        };
        Later(Seconds(1, 15), () => _world.Network.Faults = Usual);
    }

    private void Watches()
    {
        var estate = _dice.Pick(_world.Estates);
        if (_dice.Chance(0.5))
        {
            _world.Counts.Fault("watch lost");
            estate.LoseWatches();
            return;
        }

        _world.Counts.Fault("watch deaf");
        estate.Deafen();
        Later(Seconds(5, 60), estate.Undeafen);
    }

    private void Later(TimeSpan wait, Action act)
    {
        _world.Agenda.Add(_world.Now + wait, () =>
        {
            if (_world.Now < _until) act();
        });
    }

    private TimeSpan Seconds(double least, double most) =>
        _dice.Between(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));
}
