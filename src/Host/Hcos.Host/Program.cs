using System.CommandLine;
using System.CommandLine.Help;
using Hcos.Host.Commands;
using Hcos.Host.Local;
using Hcos.Usl.CommandLine;

// Not a RootCommand: that one calls itself by the name of the assembly.
var root = new Command(
    "hcos", "HCOS: one control plane over KVM, Hyper-V, OpenStack and more. Every command has --help.")
{
    new HelpOption(),
    new VersionOption(),
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    RunCommand.Create(),
    SimulateCommand.Create(),
};
foreach (var command in UslCommandLine.Build(DataFolder.DefaultPath, TimeProvider.System)) root.Add(command);

try
{
    var parsed = root.Parse(args);
    // Help for a command that does not exist would be help for another one.
    if (parsed.Errors.Count == 0 && parsed.UnmatchedTokens.Count == 0)
    {
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = StandardOutput.Open(),
        });
    }

    foreach (var error in parsed.Errors) Console.Error.WriteLine($"hcos: {error.Message}");
    if (parsed.Errors.Count == 0) Console.Error.WriteLine($"hcos: there is no '{parsed.UnmatchedTokens[0]}'");
    Console.Error.WriteLine("hcos: --help says more");
    return 2;
}
catch (IOException gone) when (StandardOutput.IsGone(gone))
{
    return 0; // Whoever reads has seen enough: servers list | head.
}
catch (Exception failed) when (
    failed is LocalException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"hcos: {failed.Message}");
    return 1;
}
