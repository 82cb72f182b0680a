using System.Globalization;

namespace Hcos.Cmlc.Metrics;

/// <summary>The kinds of metrics that we expose.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Summary,
}

/// <summary>All series of one metric. Not safe for several threads.</summary>
internal sealed class MetricFamily(string name, MetricKind kind, string? description)
{
    private readonly SortedDictionary<string, (double Value, long Count)> _series = new(StringComparer.Ordinal);

    public bool Knows(string labels) => _series.ContainsKey(labels);

    public void TakeIn(string labels, double value)
    {
        var former = _series.GetValueOrDefault(labels);
        _series[labels] = kind == MetricKind.Gauge ? (value, 1) : (former.Value + value, former.Count + 1);
    }

    public void Render(TextWriter text)
    {
        if (!string.IsNullOrEmpty(description)) text.Write($"# HELP {name} {MetricText.Escape(description)}\n");
        text.Write($"# TYPE {name} {kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "summary",
        }}\n");
        foreach (var (labels, (value, count)) in _series)
        {
            var number = value.ToString("R", CultureInfo.InvariantCulture);
            if (kind == MetricKind.Summary)
            {
                text.Write($"{name}_sum{labels} {number}\n{name}_count{labels} {count}\n");
            }
            else
            {
                text.Write($"{name}{labels} {number}\n");
            }
        }
    }
}
