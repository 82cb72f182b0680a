using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Looking at operations.</summary>
internal static class OperationCommands
{
    public static Command Show(ConnectionOptions options)
    {
        var command = new Command("show", Texts.WithExample(
            "Shows an operation with its progress, or all that followed from it.", "operations show ID --trace"));
        var id = new Argument<string>("ID") { Description = "id of an operation; with --trace of any correlation" };
        var trace = new Option<bool>("--trace") { Description = "everything that followed, as a tree" };
        command.Add(id);
        command.Add(trace);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var isTrace = invocation.Parsed.GetValue(trace);
            var route = isTrace ? "/v1/operations/{id}/trace" : "/v1/operations/{id}";
            var path = ApiClient.Address(route, invocation.Parsed.GetValue(id));
            var shown = await invocation.Api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (isTrace && !invocation.IsJson) Printer.Tree(invocation.Out, shown["events"] as JsonArray ?? [], 0);
            else Printer.Object(invocation, shown);
            return 0;
        });
        return command;
    }

    public static Command Wait(ConnectionOptions options, TimeProvider time)
    {
        var command = new Command(
            "wait", Texts.WithExample("Waits until an operation has ended.", "operations wait ID"));
        var id = new Argument<string>("ID") { Description = "id of an operation" };
        command.Add(id);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var ended = await EndingOptions
                .WaitAsync(invocation, invocation.Parsed.GetValue(id)!, time, cancellationToken).ConfigureAwait(false);
            return await EndingOptions.TellAsync(invocation, ended, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
