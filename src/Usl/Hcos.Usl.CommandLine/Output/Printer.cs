using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Commands;
using Spectre.Console;

namespace Hcos.Usl.CommandLine.Output;

/// <summary>Prints answers: tables for people, the API's own JSON for programs.</summary>
internal static class Printer
{
    private const int WidthOfPipes = 240;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints rows, sorted by name; what happened, by its time.</summary>
    public static void Rows(Invocation invocation, string noun, IReadOnlyList<JsonObject> rows)
    {
        var key = Columns.SortedBy(noun);
        var sorted = rows.OrderBy(row => Columns.Text(row[key]), StringComparer.Ordinal).ToList();
        if (invocation.IsJson)
        {
            var list = new JsonArray([.. sorted.Select(row => (JsonNode)row.DeepClone())]);
            invocation.Out.WriteLine(list.ToJsonString(Indented));
            return;
        }

        // A column in which nothing stands says nothing.
        var columns = Columns.Of(noun)
            .Where(column => sorted.Count == 0 || sorted.Exists(row => column.Text(row).Length > 0)).ToList();
        var table = new Table().Border(TableBorder.Minimal);
        foreach (var (heading, _) in columns)
        {
            var column = new TableColumn(Markup.Escape(heading));
            table.AddColumn(Columns.IsSentence(heading) ? column : column.NoWrap());
        }

        foreach (var row in sorted)
        {
            table.AddRow([.. columns.Select(column => Markup.Escape(column.Text(row)))]);
        }

        Write(invocation.Out, table);
        if (sorted.Count == 0) invocation.Out.WriteLine("  (none)");
    }

    /// <summary>Prints one thing, each value with the evidence it rests on.</summary>
    public static void Object(Invocation invocation, JsonObject shown)
    {
        if (invocation.IsJson)
        {
            invocation.Out.WriteLine(shown.ToJsonString(Indented));
            return;
        }

        var hasEvidence = shown["evidence"] is not null;
        var table = new Table().Border(TableBorder.None).HideHeaders();
        table.AddColumn(new TableColumn("").NoWrap());
        table.AddColumn(new TableColumn(""));
        if (hasEvidence) table.AddColumn(new TableColumn("").NoWrap());
        foreach (var (path, value) in Flat(shown, ""))
        {
            var cells = new List<string> { Markup.Escape(path), Markup.Escape(value) };
            if (hasEvidence) cells.Add(Markup.Escape(Evidence.Behind(shown, path)));
            table.AddRow([.. cells]);
        }

        Write(invocation.Out, table);
    }

    /// <summary>Prints the versions of a row.</summary>
    public static void History(Invocation invocation, JsonObject history)
    {
        if (invocation.IsJson)
        {
            invocation.Out.WriteLine(history.ToJsonString(Indented));
            return;
        }

        foreach (var version in (history["items"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var value = version["value"] as JsonObject ?? [];
            var evidence = value["evidence"];
            var seen = $"{Columns.Text(evidence?["source"])} {Columns.Text(evidence?["detail"])}";
            invocation.Out.WriteLine(
                $"{Columns.Text(version["from"]),-24} {Columns.Text(value["state"]),-12} "
                + $"{Columns.Text(evidence?["at"])} {seen}");
        }
    }

    /// <summary>Prints events below the ones that led to them.</summary>
    public static void Tree(TextWriter output, JsonArray events, int depth)
    {
        foreach (var happened in events.OfType<JsonObject>())
        {
            var indent = new string(' ', depth * 2);
            output.WriteLine(
                $"{happened["time"]?.GetValue<DateTimeOffset>():HH:mm:ss.fff} {Columns.Text(happened["log"]),-5} "
                + $"{indent}{Columns.Text(happened["text"])}  [{Columns.Text(happened["name"])}]");
            if (happened["children"] is JsonArray children) Tree(output, children, depth + 1);
        }
    }

    private static IEnumerable<(string Path, string Value)> Flat(JsonObject shown, string prefix)
    {
        foreach (var (name, value) in shown)
        {
            if (name == "native") continue;
            var path = prefix + name;
            switch (value)
            {
                case null:
                    break;
                case JsonObject inner:
                    foreach (var item in Flat(inner, path + ".")) yield return item;
                    break;
                case JsonArray list when list.Any(item => item is JsonObject):
                    foreach (var item in Items(list, path)) yield return item;
                    break;
                default:
                    var isAge = name == "ageSeconds";
                    yield return (path, isAge ? Columns.AgeText(value) : Columns.Text(value));
                    break;
            }
        }
    }

    private static IEnumerable<(string Path, string Value)> Items(JsonArray list, string path) =>
        list.OfType<JsonObject>().SelectMany((item, index) =>
            item["text"] is { } text
                ? [($"{path}[{index}]", $"{Columns.Text(item["time"])} {Columns.Text(text)}")]
                : Flat(item, $"{path}[{index}]."));

    private static void Write(TextWriter output, Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (output != Console.Out || Console.IsOutputRedirected) console.Profile.Width = WidthOfPipes;
        console.Write(table);
    }
}
