using System.Diagnostics.Metrics;
using Hcos.Cmlc.Metrics;

namespace Hcos.Cmlc.Tests.Metrics;

public sealed class MetricRegistryTests : IDisposable
{
    private readonly Meter _meter = new($"test.{nameof(MetricRegistryTests)}");

    [Fact]
    public void A_counter_adds_up_by_its_labels()
    {
        using var registry = new MetricRegistry([_meter.Name]);
        var counter = _meter.CreateCounter<long>("hcos.events", description: "Events appended.");
        counter.Add(2, new KeyValuePair<string, object?>("layer", "bsl"));
        counter.Add(3, new KeyValuePair<string, object?>("layer", "bsl"));
        counter.Add(1, new KeyValuePair<string, object?>("layer", "cie"));

        var text = registry.Render();
        const string head = "# HELP hcos_events_total Events appended.\n# TYPE hcos_events_total counter\n";
        Assert.Contains(head, text, StringComparison.Ordinal);
        Assert.Contains("hcos_events_total{layer=\"bsl\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("hcos_events_total{layer=\"cie\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_becomes_sum_and_count_in_its_unit()
    {
        using var registry = new MetricRegistry([_meter.Name]);
        var histogram = _meter.CreateHistogram<double>("hcos.commit", "s");
        histogram.Record(0.25);
        histogram.Record(0.5);

        var text = registry.Render();
        Assert.Contains("hcos_commit_seconds_sum 0.75\nhcos_commit_seconds_count 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_observable_gauge_shows_what_it_is_now()
    {
        var value = 1L;
        _meter.CreateObservableGauge("hcos.owed", () => value);
        using var registry = new MetricRegistry([_meter.Name]);
        Assert.Contains("hcos_owed 1\n", registry.Render(), StringComparison.Ordinal);
        value = 7;
        Assert.Contains("hcos_owed 7\n", registry.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_cannot_break_out_of_its_quotes()
    {
        using var registry = new MetricRegistry([_meter.Name]);
        _meter.CreateCounter<long>("hcos.odd").Add(1, new KeyValuePair<string, object?>("name", "a\"}\nb\\"));
        Assert.Contains("hcos_odd_total{name=\"a\\\"}\\nb\\\\\"} 1\n", registry.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_meter_that_is_not_ours_is_left_alone()
    {
        using var registry = new MetricRegistry(["another"]);
        _meter.CreateCounter<long>("hcos.foreign").Add(1);
        Assert.DoesNotContain("foreign", registry.Render(), StringComparison.Ordinal);
    }

    public void Dispose() => _meter.Dispose();
}
