using System.Diagnostics.Metrics;

namespace Hcos.Cmlc.Metrics;

/// <summary>
/// Collects what the platform's meters measure, for the Prometheus text format. Counters add up, gauges show the last
/// value, histograms become count and sum. Bounded: series beyond the bound are counted and left out.
/// </summary>
internal sealed class MetricRegistry : IDisposable
{
    private const int MostSeries = 10_000;
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private int _series;
    private long _leftOut;

    public MetricRegistry(IReadOnlyList<string> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => TakeIn(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => TakeIn(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => TakeIn(instrument, value, tags));
        _listener.Start();
    }

    public string Render()
    {
        _listener.RecordObservableInstruments();
        lock (_lock)
        {
            var text = new StringWriter();
            foreach (var family in _families.Values) family.Render(text);
            text.Write($"# TYPE hcos_metrics_left_out counter\nhcos_metrics_left_out {_leftOut}\n");
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void TakeIn(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = MetricText.Labels(tags);
        lock (_lock)
        {
            var name = MetricText.NameOf(instrument);
            if (!_families.TryGetValue(name, out var family))
            {
                _families[name] = family = new MetricFamily(
                    name, MetricText.KindOf(instrument), instrument.Description);
            }

            if (!family.Knows(labels) && _series++ >= MostSeries) _leftOut++;
            else family.TakeIn(labels, value);
        }
    }
}
