using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Faults;

/// <summary>Lets faults happen, as a plan says, until they cease; then everything is mended.</summary>
internal sealed class FaultInjector
{
    private const int MostTries = 5;

    /// <summary>Where nothing can happen any more, it is not tried ever faster.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(50);

    private readonly PlatformWorld _world;
    private readonly FaultPlan _plan;
    private readonly Dice _dice;
    private readonly OutsideActor _outside;
    private readonly PlatformFaults _platform;
    private readonly Queue<FaultKind> _firstOnes;
    private DateTimeOffset _until;
    private TimeSpan _pause;

    public FaultInjector(PlatformWorld world, FaultPlan plan)
    {
        _world = world;
        _plan = plan;
        _dice = new Dice(world.Seed, "faults");
        _outside = new OutsideActor(world);
        _platform = new PlatformFaults(world, _dice, plan.NativeRate);
        _firstOnes = new Queue<FaultKind>(plan.Kinds);
    }

    public void Begin(DateTimeOffset until)
    {
        _until = until;
        _pause = (until - _world.Now) / _plan.Count;
        _platform.Begin(until);
        _world.Agenda.Add(_world.Now + (_pause * _dice.Fraction()), Next);
        _world.Agenda.Add(_world.Now + ((until - _world.Now) * 0.7), StandIn);
        _world.Agenda.Add(until, Cease);
    }

    /// <summary>What could not happen until now is made up for by other kinds.</summary>
    private void StandIn()
    {
        var missing = FaultPlan.LeastKinds - _world.Counts.Injected.Count;
        foreach (var kind in _plan.Spare.Take(2 * Math.Max(0, missing))) _firstOnes.Enqueue(kind);
    }

    /// <summary>Each kind once, then any of them; what cannot happen now leaves its turn to another.</summary>
    private void Next()
    {
        if (_world.Now >= _until || _plan.Kinds.Count == 0) return;
        var happened = _world.Counts.Injected.Values.Sum();
        if (happened >= _plan.Most) return;
        var pause = _pause / 10;
        var postponed = new List<FaultKind>();
        for (var left = MostTries; left > 0; left--)
        {
            if (!_firstOnes.TryDequeue(out var kind)) kind = _dice.Pick(_plan.Kinds);
            if (_platform.Happen(kind) || _outside.Happen(kind))
            {
                _world.Counts.Inject(kind);
                pause = _pause * (0.5 + _dice.Fraction());
                break;
            }

            if (!_world.Counts.Injected.ContainsKey(kind)) postponed.Add(kind);
        }

        foreach (var kind in postponed.Distinct()) _firstOnes.Enqueue(kind);
        _world.Agenda.Add(_world.Now + Hastened(pause, _plan.Least - happened), Next);
    }

    /// <summary>Where so much could not happen that too little would, what is left comes faster.</summary>
    private TimeSpan Hastened(TimeSpan pause, int missing)
    {
        if (missing <= 0) return pause;
        var each = (_until - _world.Now) / (missing + 1);
        if (each < LeastPause) each = LeastPause;
        return each < _pause && each < pause ? each : pause;
    }

    private void Cease()
    {
        _world.Tell("faults", "cease");
        _platform.Cease(_plan.EndsWithOutage);
        _outside.Mend();
    }
}
