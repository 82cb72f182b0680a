using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;
using Hcos.Usl.Services;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>The command of an operation that reads.</summary>
internal static class ReadCommand
{
    private const int MostPages = 100;

    public static Command Of(OperationDescriptor operation, ConnectionOptions options)
    {
        var command = new Command(operation.Verb, Texts.WithExample(operation.Summary, operation.Example));
        var subject = operation.HasSubject ? new Argument<string>("NAME") { Description = "name or id" } : null;
        if (subject is not null) command.Add(subject);
        var parameters = operation.Parameters
            .Where(parameter => parameter.Key != "cursor")
            .Select(parameter => new Option<string?>($"--{parameter.Key}") { Description = parameter.Value })
            .ToList();
        foreach (var parameter in parameters) command.Add(parameter);
        var filters = operation is { Noun: "resources", Verb: "list" } ? FilterShortcuts.AddTo(command) : [];
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var query = parameters
                .Select(option => (Name: option.Name[2..], Value: invocation.Parsed.GetValue(option)))
                .ToList();
            FilterShortcuts.Merge(query, filters, invocation.Parsed);
            var named = subject is null ? null : invocation.Parsed.GetValue(subject);
            var path = ApiClient.Address(operation.Route, named, [.. query]);
            if (operation.Verb == "list")
            {
                var rows = await ListAsync(invocation, path, query, cancellationToken).ConfigureAwait(false);
                Printer.Rows(invocation, operation.Noun, rows);
                return 0;
            }

            var shown = await invocation.Api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (operation.Verb == "history") Printer.History(invocation, shown);
            else if (operation.Noun == "systems" && !invocation.IsJson) SystemPrinter.Show(invocation, shown);
            else Printer.Object(invocation, shown);
            return 0;
        });
        return command;
    }

    /// <summary>All pages, unless the user wants so many only; says so when there are too many.</summary>
    private static async Task<IReadOnlyList<JsonObject>> ListAsync(
        Invocation invocation,
        string path,
        List<(string Name, string? Value)> query,
        CancellationToken cancellationToken)
    {
        var rows = new List<JsonObject>();
        var isBounded = query.Exists(pair => pair is { Name: "limit", Value: not null });
        var next = path;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await invocation.Api.GetAsync(next, cancellationToken).ConfigureAwait(false);
            rows.AddRange((page["items"] as JsonArray ?? []).OfType<JsonObject>());
            if ((string?)page["next"] is not { } cursor || isBounded) return rows;
            var joint = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            next = $"{path}{joint}cursor={Uri.EscapeDataString(cursor)}";
        }

        await invocation.Error
            .WriteLineAsync($"hcos: the list is cut after {rows.Count} rows; --filter FIELD=VALUE asks for fewer")
            .ConfigureAwait(false);
        return rows;
    }
}
