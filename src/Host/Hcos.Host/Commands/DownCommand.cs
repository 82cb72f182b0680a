using System.CommandLine;
using Hcos.Host.Local;

namespace Hcos.Host.Commands;

/// <summary><c>down</c>: stops only what <c>up</c> started; all data stays.</summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var command = new Command("down", "Stops what up started; data and guests stay. Example: hcos down");
        var data = CommonOptions.Data();
        command.Options.Add(data);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = new DataFolder(parsed.GetValue(data));
            var say = new Progress(TimeProvider.System);
            var root = Environment.GetEnvironmentVariable("HCOS_ROOT") ?? AppContext.BaseDirectory;
            say.Step("stopping the platform");
            await new PlatformProcess(folder, TimeProvider.System).StopAsync(cancellationToken).ConfigureAwait(false);
            await new SimulatedEstate(folder, TimeProvider.System).StopAsync(cancellationToken).ConfigureAwait(false);
            say.Step("saving the guests, stopping libvirt and PostgreSQL");
            await new EmbeddedPeers(root, folder, Progress.Detail).StopAsync(cancellationToken).ConfigureAwait(false);
            say.Step($"down; the data is in {folder.Path}");
            return 0;
        });
        return command;
    }
}
