using Hcos.Kernel.Simulated.Bus;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Faults;

/// <summary>What goes wrong with processes, clocks, messages, the store, drivers and the way to environments.</summary>
internal sealed class PlatformFaults(PlatformWorld world, Dice dice, double nativeRate)
{
    private static readonly BusFaults Usual = new() { Lose = 0.005, Double = 0.01, Late = 0.005, Overtake = 0.02 };
    private DateTimeOffset _until;

    public void Begin(DateTimeOffset until)
    {
        _until = until;
        world.Network.Faults = Usual;
        world.NativeFaults.Rate = nativeRate;
    }

    /// <summary>Lets a fault happen; false when it is none of these, or would change nothing.</summary>
    public bool Happen(FaultKind kind) => kind switch
    {
        FaultKind.Crash => Crash(),
        FaultKind.TakeOver => TakeOver(),
        FaultKind.Network => Network(),
        FaultKind.CutLayer => CutLayer(),
        FaultKind.Store => Store(),
        FaultKind.SlowStore => SlowStore(),
        FaultKind.Clock => Clock(),
        FaultKind.Driver => Driver(),
        FaultKind.CutEstate => CutEstate(),
        FaultKind.Watches => Watches(),
        FaultKind.Listings => dice.Pick(world.Estates).LieOnce(dice.Between(1, 100)),
        _ => false,
    };

    public void Cease(bool withOutage)
    {
        if (withOutage)
        {
            foreach (var process in world.Processes) process.Crash(dice.Chance(0.5), Seconds(0.5, 3));
        }

        world.Network.Faults = BusFaults.None;
        world.NativeFaults.Rate = 0;
        world.StoreFaults.Rate = 0;
        world.Delays.SlowStore = TimeSpan.Zero;
        foreach (var process in world.Processes)
        {
            world.Network.Mend(process.Name);
            process.SetClock(TimeSpan.Zero);
        }

        foreach (var estate in world.Estates)
        {
            estate.Mend();
            estate.Undeafen();
            estate.LieOnce(0);
            estate.Sick.Clear();
        }
    }

    private bool Crash()
    {
        var process = dice.Pick(world.Processes);
        if (process.Current is null) return false;
        world.Counts.Fault("crash");
        process.Crash(dice.Chance(0.5), Seconds(0.1, 8));
        return true;
    }

    private bool TakeOver()
    {
        var process = dice.Pick(world.Processes);
        if (process.Current is null or { IsPaused: true }) return false;
        world.Counts.Fault("take-over");
        process.TakeOver(Seconds(0.1, 5), Seconds(1, 20));
        return true;
    }

    private bool Network()
    {
        world.Counts.Fault("network storm");
        world.Network.Faults = new BusFaults
        {
            Lose = dice.Chance(0.5) ? dice.Fraction() : 0,
            Double = dice.Chance(0.5) ? dice.Fraction() * 0.5 : 0,
            Late = dice.Chance(0.5) ? dice.Fraction() * 0.5 : 0,
            Overtake = dice.Chance(0.5) ? dice.Fraction() * 0.5 : 0,
        };
        Later(Seconds(1, 15), () => world.Network.Faults = Usual);
        return true;
    }

    private bool CutLayer()
    {
        var cut = dice.Pick(world.Processes).Name;
        world.Counts.Fault("layer cut off");
        world.Network.Cut(cut);
        Later(Seconds(1, 15), () => world.Network.Mend(cut));
        return true;
    }

    private bool Store()
    {
        world.Counts.Fault("store storm");
        world.StoreFaults.Rate = dice.Fraction() * 0.5;
        Later(Seconds(0.2, 5), () => world.StoreFaults.Rate = 0);
        return true;
    }

    private bool SlowStore()
    {
        world.Counts.Fault("store slow");
        world.Delays.SlowStore = Seconds(0.05, 1);
        Later(Seconds(1, 10), () => world.Delays.SlowStore = TimeSpan.Zero);
        return true;
    }

    /// <summary>Mostly by seconds, sometimes by minutes.</summary>
    private bool Clock()
    {
        var process = dice.Pick(world.Processes);
        if (process.Current is null) return false;
        var far = dice.Chance(0.8) ? 5 : 300;
        var skew = Seconds(-far, far);
        world.Counts.Fault(skew > TimeSpan.Zero ? "clock ahead" : "clock back");
        process.SetClock(skew);
        return true;
    }

    private bool Driver()
    {
        world.Counts.Fault("driver storm");
        world.NativeFaults.Rate = 0.2 + (dice.Fraction() * 0.5);
        Later(Seconds(1, 8), () => world.NativeFaults.Rate = nativeRate);
        return true;
    }

    private bool CutEstate()
    {
        var estate = dice.Pick(world.Estates);
        if (!estate.CutOff()) return false;
        world.Counts.Fault("environment cut off");
        Later(Seconds(1, 60), estate.Mend);
        return true;
    }

    private bool Watches()
    {
        var estate = dice.Pick(world.Estates);
        if (!estate.IsWatched) return false;
        if (dice.Chance(0.5))
        {
            world.Counts.Fault("watch lost");
            estate.LoseWatches();
            return true;
        }

        world.Counts.Fault("watch deaf");
        estate.Deafen();
        Later(Seconds(5, 60), estate.Undeafen);
        return true;
    }

    private void Later(TimeSpan wait, Action act)
    {
        world.Agenda.Add(world.Now + wait, () =>
        {
            if (world.Now < _until) act();
        });
    }

    private TimeSpan Seconds(double least, double most) =>
        dice.Between(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));
}
