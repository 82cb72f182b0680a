using Hcos.Benchmarks.Sync;

// bench [NAME] [--output json]: each benchmark prints its figures beside the ceiling or base measured in the same run.
var json = args is [.., "--output", "json"];
var name = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal)) ?? "sync";
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (name != "sync")
{
    Console.Error.WriteLine($"there is no benchmark '{name}'; there is: sync");
    return 2;
}

var result = await SyncBenchmark.RunAsync(servers: 25, rounds: 4, stop.Token);
Console.Out.WriteLine(json ? result.ToJson() : result.ToText());
return result.IsComplete ? 0 : 1;
