using Hcos.Ci2;
using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Layers;

namespace Hcos.Simulation.Tests.World;

/// <summary>CI2's effects over the simulated estates.</summary>
internal sealed class DriverExecutor(Owner owner) : IEffectExecutor
{
    private readonly SortedDictionary<long, DriverWork> _running = [];
    private readonly SortedDictionary<Guid, Reach> _reaches = [];

    public Ci2Options Options { get; } = new();

    public void Start(EffectStart start)
    {
        var call = (DriverCall)start.Request;
        DriverWork work = call is DriverCall.Watch watch
            ? new WatchWork(this, owner, start.Run, watch)
            : new ScriptWork(this, owner, start.Run, call);
        _running[start.Run] = work;
        owner.Act(TimeSpan.Zero, work.Begin);
    }

    public void Cancel(long run)
    {
        if (_running.TryGetValue(run, out var work)) work.Return(Failed("it was cut off"));
    }

    public void Drop()
    {
        foreach (var work in _running.Values.ToList()) work.Drop();
        _running.Clear();
    }

    public void Ended(long run) => _running.Remove(run);

    /// <summary>The estate that an address names, or why there is none.</summary>
    public (Estate? Estate, DriverAnswer.Failed? Failure) Find(EnvironmentAddress address)
    {
        var estate = owner.World.Estates.FirstOrDefault(candidate => candidate.Endpoint == address.Endpoint);
        return (estate, estate is null ? Failed("nobody is there") : null);
    }

    /// <summary>The same for an environment in the books: a driver serves one generation.</summary>
    public (Estate? Estate, DriverAnswer.Failed? Failure) Find(Reach reach)
    {
        if (_reaches.TryGetValue(reach.Environment.Value, out var latest) && latest.Generation > reach.Generation)
        {
            return (null, Failed("it is reached otherwise by now"));
        }

        _reaches[reach.Environment.Value] = reach;
        return Find(reach.Address);
    }

    private DriverAnswer.Failed Failed(string reason) => new(DriverTaskOutcome.Unavailable, reason, owner.Now);
}
