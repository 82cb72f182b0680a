using System.CommandLine;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Options that are short for a part of <c>--filter</c>.</summary>
internal static class FilterShortcuts
{
    private static readonly string[] Fields = ["kind", "environment", "state"];

    public static IReadOnlyList<Option<string?>> AddTo(Command command)
    {
        var options = Fields
            .Select(field => new Option<string?>($"--{field}") { Description = $"short for --filter {field}=…" })
            .ToList();
        foreach (var option in options) command.Add(option);
        return options;
    }

    public static void Merge(
        List<(string Name, string? Value)> query, IReadOnlyList<Option<string?>> shortcuts, ParseResult parsed)
    {
        var parts = shortcuts
            .Where(option => parsed.GetValue(option) is not null)
            .Select(option => $"{option.Name[2..]}={parsed.GetValue(option)}").ToList();
        if (parts.Count == 0) return;
        var index = query.FindIndex(pair => pair.Name == "filter");
        if (query[index].Value is { } written) parts.Insert(0, written);
        query[index] = ("filter", string.Join(',', parts));
    }
}
