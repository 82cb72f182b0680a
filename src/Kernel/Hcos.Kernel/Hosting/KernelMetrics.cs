using System.Diagnostics.Metrics;

namespace Hcos.Kernel.Hosting;

/// <summary>What the kernel measures of one layer; one instance per host.</summary>
internal sealed class KernelMetrics : IDisposable
{
    private readonly Meter _meter = new("Hcos.Kernel");
    private readonly KeyValuePair<string, object?> _layer;
    private readonly Counter<long> _events;
    private readonly Counter<long> _commits;
    private readonly Histogram<double> _commitTime;

    public KernelMetrics(string layer, Func<Layers.LayerStatus?> status)
    {
        _layer = new("layer", layer);
        _events = _meter.CreateCounter<long>("hcos.log.events", description: "Events committed.");
        _commits = _meter.CreateCounter<long>("hcos.log.commits", description: "Commits.");
        _commitTime = _meter.CreateHistogram<double>("hcos.log.commit", "s", "Time of one commit.");
        Observe("hcos.layer.owed", "What streams owe.", () => status()?.Owed ?? 0);
        Observe("hcos.layer.parked", "Streams that rest after a fault.", () => status()?.Parked.Count ?? 0);
        Observe(
            "hcos.layer.degraded", "What is owed for the fifth attempt or more.", () => status()?.Degraded.Count ?? 0);
        Observe("hcos.layer.head", "Last position of the log.", () => status()?.Head ?? 0);
        Observe(
            "hcos.layer.ready",
            "1 when it owns its log and has caught up.",
            () => status() is { HasCaughtUp: true } ? 1 : 0);
    }

    public void Committed(int events, TimeSpan took)
    {
        _events.Add(events, _layer);
        _commits.Add(1, _layer);
        _commitTime.Record(took.TotalSeconds, _layer);
    }

    public void Dispose() => _meter.Dispose();

    private void Observe(string name, string description, Func<long> value) =>
        _meter.CreateObservableGauge(name, () => new Measurement<long>(value(), _layer), description: description);
}
