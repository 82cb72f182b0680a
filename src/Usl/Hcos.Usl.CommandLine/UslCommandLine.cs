using System.CommandLine;
using Hcos.Usl.CommandLine.Commands;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.Services;

namespace Hcos.Usl.CommandLine;

/// <summary>The commands that speak to the API: one per operation, made from the same table.</summary>
public abstract class UslCommandLine
{
    private UslCommandLine()
    {
    }

    /// <summary>
    /// Makes the commands. Each answers 0 when done, 1 when refused or failed (reason on standard error); a wrong usage
    /// shows as errors of the parse result, for the host to answer with 2.
    /// </summary>
    /// <param name="defaultDataFolder">
    /// Finds the data folder whose token and address are used when nothing else names them.
    /// </param>
    /// <param name="time">For waiting.</param>
    public static IReadOnlyList<Command> Build(Func<string> defaultDataFolder, TimeProvider time)
    {
        var options = new ConnectionOptions(defaultDataFolder);
        var nouns = new SortedDictionary<string, Command>(StringComparer.Ordinal);
        var table = OperationTable.OfContracts();
        foreach (var operation in table.All)
        {
            if (SpecialCommands.Replaces(operation.Name) || operation.IsForMany) continue;
            Under(nouns, operation.Noun).Add(operation.Kind == OperationKind.Write
                ? WriteCommand.Of(operation, table.Find(operation.Name + OperationDescriptor.Many), options, time)
                : ReadCommand.Of(operation, options));
        }

        foreach (var (noun, command) in SpecialCommands.All(options, time)) Under(nouns, noun).Add(command);
        foreach (var command in nouns.Values) options.AddTo(command);
        var shell = ShellCommand.Of(options);
        options.AddTo(shell);
        return [.. nouns.Values, shell];
    }

    private static Command Under(SortedDictionary<string, Command> nouns, string noun)
    {
        if (!nouns.TryGetValue(noun, out var command))
        {
            var title = $"{char.ToUpperInvariant(noun[0])}{noun[1..]}";
            nouns[noun] = command = new Command(noun, $"{title}; --help lists the verbs.");
        }

        return command;
    }
}
