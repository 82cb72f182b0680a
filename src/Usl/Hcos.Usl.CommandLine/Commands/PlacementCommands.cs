using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Why a server is where it is.</summary>
internal static class PlacementCommands
{
    public static Command Explain(ConnectionOptions options)
    {
        var command = new Command("explain", Texts.WithExample(
            "Explains where a server was placed and why, or why not on a host.",
            "placements explain web-1 --not node-2"));
        var server = new Argument<string>("SERVER") { Description = "name or id" };
        var not = new Option<string?>("--not") { Description = "name or native id of a host: why not there" };
        var at = new Option<string?>("--at") { Description = "as it was: an RFC 3339 instant or a bookmark" };
        command.Add(server);
        command.Add(not);
        command.Add(at);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var parsed = invocation.Parsed;
            var path = ApiClient.Address(
                "/v1/placements/{id}",
                parsed.GetValue(server),
                ("not", parsed.GetValue(not)),
                ("at", parsed.GetValue(at)));
            Printer.Object(invocation, await invocation.Api.GetAsync(path, cancellationToken).ConfigureAwait(false));
            return 0;
        });
        return command;
    }
}
