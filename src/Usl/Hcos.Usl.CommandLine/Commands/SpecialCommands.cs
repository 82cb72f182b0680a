using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Commands that do more than their operation says: they read files, or go on and on.</summary>
internal static class SpecialCommands
{
    private static readonly string[] Replaced =
    [
        "systems.deploy", "servers.console", "operations.show", "operations.trace", "placements.show", "events.follow",
        "services.show",
    ];

    /// <summary>Whether an operation is served by a command of this class.</summary>
    public static bool Replaces(string operation) => Replaced.Contains(operation);

    public static IReadOnlyList<(string Noun, Command Command)> All(ConnectionOptions options, TimeProvider time) =>
    [
        ("systems", DeployCommand.Of(options, time)),
        ("servers", ConsoleCommand.Of(options, time)),
        ("operations", OperationCommands.Show(options)),
        ("operations", OperationCommands.Wait(options, time)),
        ("placements", PlacementCommands.Explain(options)),
        ("placements", PlacementCommands.Simulate(options)),
        ("events", EventCommands.Follow(options, time)),
        ("services", ServiceCommands.Describe(options)),
        ("services", ServiceCommands.Call(options, time)),
        ("views", ViewCommands.Rebuild(options)),
        ("credentials", CredentialCommands.Add(options)),
        ("credentials", CredentialCommands.Rotate(options)),
    ];
}
