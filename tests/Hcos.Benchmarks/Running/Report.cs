using System.Globalization;
using System.Text.Json;

namespace Hcos.Benchmarks.Running;

/// <summary>Figures as a table for people and as lines of JSON for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Line(Figure figure) => JsonSerializer.Serialize(figure, Options);

    public static string Table(IReadOnlyList<Figure> figures)
    {
        List<string[]> rows = [["benchmark", "figure", "measured", "ceiling", "ratio", "target", "", "CPU", "note"]];
        rows.AddRange(figures.Select(Row));
        var widths = Enumerable.Range(0, rows[0].Length - 1).Select(i => rows.Max(row => row[i].Length)).ToList();
        return string.Join('\n', rows.Select(row => string.Join(
            "  ", row.Select((cell, i) => i < widths.Count ? cell.PadRight(widths[i]) : cell)).TrimEnd()));
    }

    private static string[] Row(Figure figure) =>
    [
        figure.Benchmark,
        figure.Name,
        $"{Number(figure.Value)} {figure.Unit}",
        figure.Ceiling is { } ceiling ? $"{Number(ceiling)} {figure.CeilingName}" : "",
        figure.Ratio is { } ratio ? Number(ratio) : "",
        figure.Target is { } target ? $"{(target.IsLeast ? ">=" : "<=")} {Number(target.Limit)}" : "",
        figure.IsReached switch { true => "reached", false => "MISSED", null => "" },
        figure.CpuMicroseconds is { } cpu ? Cpu(cpu) : "",
        figure.Note ?? "",
    ];

    /// <summary>HCOS's part and PostgreSQL's.</summary>
    private static string Cpu(UnitCpu cpu) =>
        $"{Number(cpu.Hcos)}{(cpu.Postgres is { } postgres ? $" + {Number(postgres)}" : "")} us/{cpu.Of}";

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
