using System.Diagnostics.Metrics;

namespace Hcos.Kernel.MassTransit.Endpoints;

/// <summary>What the bus counts, beside what MassTransit's own meter counts.</summary>
internal sealed class BusMetrics : IDisposable
{
    private readonly Meter _meter = new("Hcos.Bus");
    private readonly Counter<long> _dropped;
    private long _total;

    public BusMetrics() =>
        _dropped = _meter.CreateCounter<long>(
            "hcos.bus.dropped", "{message}", "Messages dropped: the receiver was slow or could not read them.");

    /// <summary>How many messages were dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _total);

    /// <summary>Counts a dropped message; answers how many there were so far.</summary>
    public long Drop(string kind, string layer)
    {
        _dropped.Add(1, new("kind", kind), new("layer", layer));
        return Interlocked.Increment(ref _total);
    }

    public void Dispose() => _meter.Dispose();
}
