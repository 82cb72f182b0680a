using System.CommandLine;
using Hcos.Host.Commands;
using Hcos.Host.Local;
using Hcos.Usl.CommandLine;

var root = new RootCommand("HCOS: one control plane over KVM, Hyper-V, OpenStack and more. Every command has --help.")
{
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    RunCommand.Create(),
};
foreach (var command in UslCommandLine.Build(DataFolder.DefaultPath, TimeProvider.System)) root.Add(command);

try
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count == 0)
    {
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = StandardOutput.Open(),
        });
    }

    foreach (var error in parsed.Errors) Console.Error.WriteLine($"hcos: {error.Message}");
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
