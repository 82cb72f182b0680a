using Hcos.Contracts.Arml.Resources;
using Hcos.Esl.Health;
using Hcos.Kernel.Layers;

namespace Hcos.Simulation.Tests.World;

/// <summary>ESL's watches over health: a guest answers while it runs, has its address, and is not sick.</summary>
internal sealed class HealthExecutor(Owner owner) : IEffectExecutor
{
    private readonly SortedDictionary<long, Watching> _running = [];

    public void Start(EffectStart start)
    {
        var watch = (WatchHealth)start.Request;
        _running[start.Run] = new(watch, new HealthVerdict(watch.Health), owner.World.Now);
        owner.Act(TimeSpan.FromMilliseconds(5), () => Look(start.Run));
    }

    public void Cancel(long run)
    {
        if (!_running.Remove(run)) return;
        owner.Put(new LayerInput.Returned(run, new Kernel.Deciding.EffectThrew("it was cut off")));
    }

    public void Drop() => _running.Clear();

    private void Look(long run)
    {
        if (!_running.TryGetValue(run, out var watching)) return;
        var (watch, verdict, began) = watching;
        var reason = IsWell(watch.Address) ? null : "it does not answer";
        if (verdict.TakeIn(reason is null, owner.World.Now - began) is { } isHealthy)
        {
            owner.Report(run, new HealthSeen(watch.System, watch.Server, isHealthy, reason));
        }

        var pause = verdict.HasBeenHealthy ? watch.Health.IntervalSeconds : 1;
        owner.Act(TimeSpan.FromSeconds(pause), () => Look(run));
    }

    private bool IsWell(string address) => owner.World.Estates.Any(estate => estate.Servers.Any(server =>
        server.State == ResourceState.Running
        && server.Server!.Addresses.Contains(address, StringComparer.Ordinal)
        && !estate.Sick.Contains(server.Key.NativeId)));

    private sealed record Watching(WatchHealth Watch, HealthVerdict Verdict, DateTimeOffset Began);
}
