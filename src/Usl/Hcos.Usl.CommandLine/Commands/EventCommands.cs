using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Following what happens.</summary>
internal static class EventCommands
{
    public static Command Follow(ConnectionOptions options, TimeProvider time)
    {
        var command = new Command("follow", Texts.WithExample(
            "Follows everything that happens, one line each; resumes by itself.", "events follow --filter layer=bsl"));
        var from = new Option<string?>("--from") { Description = "a bookmark, or 'beginning'; by default from now on" };
        var filter = new Option<string?>("--filter") { Description = "field=value, several separated by commas" };
        command.Add(from);
        command.Add(filter);
        Invocation.Set(command, options, (invocation, cancellationToken) =>
        {
            var (start, wanted) = (invocation.Parsed.GetValue(from), invocation.Parsed.GetValue(filter));
            return new EventFollower(options, invocation, start, wanted, time).RunAsync(cancellationToken);
        });
        return command;
    }
}
