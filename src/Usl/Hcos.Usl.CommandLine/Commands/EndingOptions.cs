using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>How a command waits for the operation it began, and tells its end.</summary>
internal sealed class EndingOptions
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = "return at once; 'operations wait ID' waits later",
    };

    public EndingOptions(Command command) => command.Add(_noWait);

    /// <summary>Waits with live progress on standard error, then prints the operation and what it made.</summary>
    public async Task<int> EndAsync(
        Invocation invocation, JsonObject operation, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!invocation.Parsed.GetValue(_noWait))
        {
            operation = await WaitAsync(invocation, (string)operation["id"]!, time, cancellationToken)
                .ConfigureAwait(false);
        }

        return await TellAsync(invocation, operation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at an operation until it has ended; its own deadline bounds that.</summary>
    public static async Task<JsonObject> WaitAsync(
        Invocation invocation, string id, TimeProvider time, CancellationToken cancellationToken)
    {
        var told = 0;
        while (true)
        {
            var operation = await invocation.Api
                .GetAsync(ApiClient.Address("/v1/operations/{id}", id), cancellationToken).ConfigureAwait(false);
            var lines = operation["progress"] as JsonArray ?? [];
            for (; told < lines.Count; told++)
            {
                await invocation.Error.WriteLineAsync($"  {lines[told]!["text"]}").ConfigureAwait(false);
            }

            if ((string?)operation["status"] == "ended") return operation;
            await Task.Delay(BetweenLooks, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Prints an operation; 1 when it ended otherwise than done.</summary>
    public static async Task<int> TellAsync(
        Invocation invocation, JsonObject operation, CancellationToken cancellationToken)
    {
        var isGood = (string?)operation["outcome"] is null or "done";
        if (invocation.IsJson)
        {
            Printer.Object(invocation, operation);
        }
        else
        {
            var end = (string?)operation["outcome"] ?? (string?)operation["status"];
            await invocation.Out.WriteLineAsync($"{operation["name"]} {end}: {operation["subject"]}")
                .ConfigureAwait(false);
            if (isGood && (string?)operation["reason"] is { } found)
            {
                await invocation.Out.WriteLineAsync($"  {found}").ConfigureAwait(false);
            }
        }

        if (!isGood)
        {
            var left = operation["leftBehind"] is JsonArray { Count: > 0 } things
                ? $"; left behind: {string.Join(", ", things.Select(thing => (string?)thing))}"
                : "";
            await invocation.Error
                .WriteLineAsync($"hcos: {operation["code"]}: {operation["reason"] ?? "it failed"}{left}")
                .ConfigureAwait(false);
        }

        if (!isGood || invocation.IsJson || (string?)operation["status"] != "ended") return isGood ? 0 : 1;
        return await ShowSubjectAsync(invocation, (string)operation["subject"]!, cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<int> ShowSubjectAsync(
        Invocation invocation, string subject, CancellationToken cancellationToken)
    {
        try
        {
            var noun = subject[..subject.IndexOf('/', StringComparison.Ordinal)];
            var row = await invocation.Api.GetAsync($"/v1/{subject}", cancellationToken).ConfigureAwait(false);
            Printer.Rows(invocation, noun, [row]);
        }
        catch (CommandFailedException)
        {
            // It is gone, as it was asked to be.
        }

        return 0;
    }
}
