using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>What a guest wrote to its console, once or as it goes on.</summary>
internal static class ConsoleCommand
{
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
            if (parsed.GetValue(follow))
            {
                return await new ConsoleFollower(options, invocation, path, time).RunAsync(cancellationToken)
                    .ConfigureAwait(false);
            }

            var shown = await invocation.Api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (invocation.IsJson) Printer.Object(invocation, shown);
            else await ConsoleText.TryShowAsync(invocation, shown, null, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
