using System.Runtime.InteropServices;
using Hcos.Benchmarks.Sync;

// bench [NAME] [--output json]: each benchmark prints its figures beside the ceiling or base measured in the same run.
var json = args is [.., "--output", "json"];
if (args.Except(["sync", "--output", "json"]).Any())
{
    Console.Error.WriteLine("usage: bench [sync] [--output json]    Example: hcos bench sync");
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

var result = await SyncBenchmark.RunAsync(servers: 25, rounds: 4, stop.Token);
Console.Out.WriteLine(json ? result.ToJson() : result.ToText());
return result.IsComplete ? 0 : 1;
