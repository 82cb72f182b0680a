using System.CommandLine;
using System.CommandLine.Help;
using System.ComponentModel;
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
            // The library's two seconds would cut off the commit under way, which has three.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
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
    failed is LocalException or FormatException or IOException or UnauthorizedAccessException or Win32Exception)
{
    Console.Error.WriteLine($"hcos: {failed.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("hcos: interrupted");
    return 1;
}
#pragma warning disable CA1031 // The last guard: a defect of ours is told as such, with all that helps to find it.
catch (Exception defect)
#pragma warning restore CA1031
{
    Console.Error.WriteLine($"hcos: a defect of HCOS itself: {defect}");
    return 1;
}
