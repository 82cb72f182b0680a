using System.Diagnostics.Metrics;
using System.Text;

namespace Hcos.Cmlc.Metrics;

/// <summary>Names and labels as the Prometheus text exposition format 0.0.4 writes them.</summary>
internal static class MetricText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string NameOf(Instrument instrument)
    {
        var name = Clean(instrument.Name);
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var suffix = KindOf(instrument) == MetricKind.Counter ? "_total" : "";
        return $"{name}{unit}{suffix}";
    }

    public static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        if (type.Contains("Histogram", StringComparison.Ordinal)) return MetricKind.Summary;
        var isCounter = type.Contains("Counter", StringComparison.Ordinal)
            && !type.Contains("UpDown", StringComparison.Ordinal);
        return isCounter ? MetricKind.Counter : MetricKind.Gauge;
    }

    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var sorted = tags.ToArray();
        Array.Sort(sorted, (one, other) => string.CompareOrdinal(one.Key, other.Key));
        var pairs = sorted.Select(tag => $"{Clean(tag.Key)}=\"{Quote(tag.Value?.ToString() ?? "")}\"");
        return $"{{{string.Join(',', pairs)}}}";
    }

    public static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Quote(string text) => Escape(text).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var letter in name) clean.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        return clean.ToString();
    }
}
