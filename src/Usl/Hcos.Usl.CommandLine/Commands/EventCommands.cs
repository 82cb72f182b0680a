using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Following what happens.</summary>
internal static class EventCommands
{
    private const int MostReconnects = 1_000;
    private static readonly TimeSpan BetweenConnects = TimeSpan.FromSeconds(1);

    public static Command Follow(ConnectionOptions options)
    {
        var command = new Command("follow", Texts.WithExample(
            "Follows everything that happens, one line each; resumes by itself.", "events follow --filter layer=bsl"));
        var from = new Option<string?>("--from") { Description = "a bookmark, or 'beginning'; by default from now on" };
        var filter = new Option<string?>("--filter") { Description = "field=value, several separated by commas" };
        command.Add(from);
        command.Add(filter);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            string? last = null;
            for (var connects = 0; connects < MostReconnects; connects++)
            {
                var start = last is null ? invocation.Parsed.GetValue(from) : null;
                var path = ApiClient.Address(
                    "/v1/events", null, ("from", start), ("filter", invocation.Parsed.GetValue(filter)));
                var stream = await invocation.Api.OpenAsync(path, last, cancellationToken).ConfigureAwait(false);
                await using (stream.ConfigureAwait(false))
                {
                    (last, var isRead) = await PrintAsync(invocation, stream, last, cancellationToken)
                        .ConfigureAwait(false);
                    if (!isRead) return 0;
                }

                await Task.Delay(BetweenConnects, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }

            return 1;
        });
        return command;
    }

    /// <summary>
    /// Prints until the stream breaks or nobody reads any more; answers the id to resume after.
    /// </summary>
    private static async Task<(string? Last, bool IsRead)> PrintAsync(
        Invocation invocation, Stream stream, string? last, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        try
        {
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) last = line[4..];
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                var text = invocation.IsJson ? line[6..] : Line((JsonObject)JsonNode.Parse(line[6..])!);
                if (!await invocation.TryWriteLineAsync(text, cancellationToken).ConfigureAwait(false))
                {
                    return (last, false);
                }
            }
        }
        catch (IOException)
        {
            // The connection broke; the caller resumes.
        }

        return (last, true);
    }

    private static string Line(JsonObject happened) =>
        $"{happened["time"]?.GetValue<DateTimeOffset>():HH:mm:ss.fff} {happened["layer"],-5} {happened["text"]}"
        + $"  [{happened["name"]} {happened["subject"]}]";
}
