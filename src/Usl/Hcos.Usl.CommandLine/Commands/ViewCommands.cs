using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Looks whether the views are what the journal says.</summary>
internal static class ViewCommands
{
    public static Command Rebuild(ConnectionOptions options)
    {
        var command = new Command("rebuild", Texts.WithExample(
            "Builds all views once more from the journal and compares; views that differ are replaced.",
            "views rebuild"));
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var answer = await invocation.Api
                .SendAsync(HttpMethod.Post, "/v1/views/rebuild", null, "application/json", null, cancellationToken)
                .ConfigureAwait(false);
            var areEqual = (bool)answer["areEqual"]!;
            var text = $"{answer["position"]} entries in {answer["seconds"]} s, "
                + (areEqual ? $"equal: {answer["live"]}" : $"live {answer["live"]}, rebuilt {answer["rebuilt"]}");
            await invocation.Out.WriteLineAsync(invocation.IsJson ? answer.ToJsonString() : text).ConfigureAwait(false);
            return areEqual ? 0 : 1;
        });
        return command;
    }
}
