using Hcos.Contracts.Esl;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;

namespace Hcos.Esl.Health;

/// <summary>
/// Runs ESL's effects: watches over health. Only changes become reports, so that quiet costs no event.
/// </summary>
internal sealed class HealthWatcher(IHealthProbe probe, TimeProvider time) : IEffectRunner
{
    public async Task<object> RunAsync(EffectStart start, IEffectContext context, CancellationToken cancellationToken)
    {
        var watch = (WatchHealth)start.Request;
        var verdict = new HealthVerdict(watch.Health);
        var began = time.GetTimestamp();
        while (true)
        {
            var reason = await probe.ProbeAsync(watch.Address, watch.Health, cancellationToken).ConfigureAwait(false);
            if (verdict.TakeIn(reason is null, time.GetElapsedTime(began)) is { } isHealthy)
            {
                var seen = new HealthSeen(watch.System, watch.Server, isHealthy, reason);
                await context.ReportAsync(seen, cancellationToken).ConfigureAwait(false);
            }

            // A fresh instance is asked every second, so that it counts as soon as it answers.
            var pause = verdict.HasBeenHealthy ? watch.Health.IntervalSeconds : 1;
            await Task.Delay(TimeSpan.FromSeconds(pause), time, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Turns single probes into a verdict: one success is healthy, so many failures in a row are not.</summary>
/// <remarks>
/// A watch that has not seen the instance healthy gives it the time of a start: it may just be coming back with its
/// whole machine, and nothing is restarted on doubt.
/// </remarks>
internal sealed class HealthVerdict(HealthSpec health)
{
    private bool? _told;
    private int _failures;

    public bool HasBeenHealthy { get; private set; }

    /// <summary>The verdict if it is new, otherwise null.</summary>
    /// <param name="isHealthy">Whether the last probe was answered well.</param>
    /// <param name="watched">How long the watch has gone on.</param>
    public bool? TakeIn(bool isHealthy, TimeSpan watched)
    {
        HasBeenHealthy |= isHealthy;
        _failures = isHealthy ? 0 : _failures + 1;
        if (!isHealthy && _failures < health.FailuresToUnhealthy) return null;
        if (!HasBeenHealthy && watched < TimeSpan.FromSeconds(health.StartSeconds)) return null;
        if (_told == isHealthy) return null;
        _told = isHealthy;
        return isHealthy;
    }
}
