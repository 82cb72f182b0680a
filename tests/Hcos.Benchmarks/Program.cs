using System.Runtime.InteropServices;
using Hcos.Benchmarks.Api;
using Hcos.Benchmarks.Running;

if (args is [BareEndpoint.Argument, var file]) return await BareEndpoint.RunAsync(file, CancellationToken.None);

// Each benchmark prints its figures beside the ceiling or base measured in the same run.
if (CommandLine.Parse(args) is not { } command)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return args.Contains("--help") ? 0 : 2;
}

using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return await Run.AllAsync(command, stop.Token);
