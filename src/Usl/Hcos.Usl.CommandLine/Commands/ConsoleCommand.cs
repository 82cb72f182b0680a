using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>What a guest wrote to its console, once or as it goes on.</summary>
internal static class ConsoleCommand
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    public static Command Of(ConnectionOptions options, TimeProvider time)
    {
        var command = new Command("console", Texts.WithExample(
            "Shows the end of what a server's guest wrote to its console; --follow goes on until Ctrl-C.",
            "servers console web-1 --follow"));
        var server = new Argument<string>("SERVER") { Description = "name or id" };
        var bytes = new Option<string?>("--bytes") { Description = "the most that is shown, 1 to 262144" };
        var follow = new Option<bool>("--follow") { Description = "go on with what is written from now on" };
        command.Add(server);
        command.Add(bytes);
        command.Add(follow);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var parsed = invocation.Parsed;
            var path = ApiClient.Address(
                "/v1/servers/{id}/console", parsed.GetValue(server), ("bytes", parsed.GetValue(bytes)));
            var shown = await invocation.Api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (invocation.IsJson && !parsed.GetValue(follow)) Printer.Object(invocation, shown);
            else await ShowAsync(invocation, path, shown, parsed.GetValue(follow), time, cancellationToken)
                .ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static async Task ShowAsync(
        Invocation invocation,
        string path,
        JsonObject shown,
        bool isFollowed,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if ((bool?)shown["isCut"] == true)
        {
            await invocation.Error.WriteLineAsync("hcos: it wrote more before; --bytes shows more")
                .ConfigureAwait(false);
        }

        var text = (string?)shown["text"] ?? "";
        if (!await invocation.TryWriteAsync(ConsoleText.Safe(text), cancellationToken).ConfigureAwait(false)) return;
        while (isFollowed)
        {
            await Task.Delay(BetweenLooks, time, cancellationToken).ConfigureAwait(false);
            shown = await invocation.Api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            var now = (string?)shown["text"] ?? "";
            var (fresh, isMissing) = ConsoleText.Since(text, now);
            if (isMissing)
            {
                await invocation.Error.WriteLineAsync("hcos: the console began anew, or more was written than is shown")
                    .ConfigureAwait(false);
            }

            if (!await invocation.TryWriteAsync(ConsoleText.Safe(fresh), cancellationToken).ConfigureAwait(false))
            {
                return;
            }


            text = now;
        }
    }
}
