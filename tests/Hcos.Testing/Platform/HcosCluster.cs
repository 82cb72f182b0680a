using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Hcos.Testing.Platform;

/// <summary>
/// The platform as one process for each layer, as <c>deploy/distributed/platform</c> prepares it; each process can be
/// killed and started again.
/// </summary>
public sealed class HcosCluster : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(4);
    private readonly SortedDictionary<string, Process> _processes = new(StringComparer.Ordinal);
    private Uri _address = new("http://127.0.0.1:1");

    /// <summary>Names a cluster; nothing runs before <see cref="PrepareAsync"/>.</summary>
    /// <param name="folder">Its data folder.</param>
    public HcosCluster(string folder)
    {
        Folder = folder;
        Api = new HcosApi(Address, () => File.ReadAllText(Path.Combine(Folder, "admin-token")));
    }

    /// <summary>The layers that have a process.</summary>
    public static IReadOnlyList<string> Layers { get; } = ["usmc", "cie", "ci2", "arml", "bsl", "esl", "usl"];

    /// <summary>Its data folder.</summary>
    public string Folder { get; }

    /// <summary>The API of the process that serves at the moment.</summary>
    public HcosApi Api { get; }

    private static string Script => Repository.File("deploy", "distributed", "platform");

    /// <summary>Starts the servers and writes what each process is told.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Tool.RunAsync(
        Script, ["prepare", Folder, "--port", $"{HcosProcess.FreePort()}"], cancellationToken);

    /// <summary>Starts a process without waiting: a layer's name, or <c>LAYER-standby</c>.</summary>
    public void Launch(string name)
    {
        const string script = "umask 077; log=$1; shift; exec \"$@\" >>\"$log\" 2>&1";
        string[] run = ["run", "--config", Path.Combine(Folder, "config", $"{name}.yaml")];
        var log = Path.Combine(Folder, "log", $"{name}.log");
        _processes[name] = Process.Start(
            new ProcessStartInfo("sh", ["-c", script, "sh", log, "dotnet", Repository.HostProgram, .. run]))!;
    }

    /// <summary>Waits until every layer has an owner that is heard of and has caught up.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(began) > ReadyWithin)
            {
                throw new InvalidOperationException($"the cluster was not ready in time:\n{Tails()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits until a process answers, whether it owns its log or stands by.</summary>
    public async Task AliveAsync(string name, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var client = new HcosApi(new Uri($"http://127.0.0.1:{PortOf(name)}"), () => "");
        while (!await IsAliveAsync(client, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(began) > ReadyWithin)
            {
                throw new InvalidOperationException($"{name} did not answer in time:\n{Tails()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits until a process owns its log and has caught up; answers how long after a timestamp.</summary>
    public async Task<TimeSpan> ServesAsync(string name, long since, CancellationToken cancellationToken)
    {
        using var client = new HcosApi(new Uri($"http://127.0.0.1:{PortOf(name)}"), () => "");
        while ((int)(await client.GetAsync("/readyz", cancellationToken)).Status != 200)
        {
            if (Stopwatch.GetElapsedTime(since) > ReadyWithin)
            {
                throw new InvalidOperationException($"{name} did not take over in time:\n{Tails()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>Kills a process as <c>kill -9</c> does; answers when that was, by the timestamp clock.</summary>
    public async Task<long> KillAsync(string name, CancellationToken cancellationToken)
    {
        var process = _processes[name];
        var killed = Stopwatch.GetTimestamp();
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
        return killed;
    }

    /// <summary>Asks a process to stop; answers its exit code and how long it took.</summary>
    public async Task<(int Code, TimeSpan Took)> StopAsync(string name, CancellationToken cancellationToken)
    {
        var process = _processes[name];
        var began = Stopwatch.GetTimestamp();
        await Tool.RunAsync("kill", ["-TERM", $"{process.Id}"], cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>What the configuration of a process says, as <c>postgres</c> and <c>rabbitmq</c>.</summary>
    public string Setting(string name, string key) =>
        File.ReadLines(Path.Combine(Folder, "config", $"{name}.yaml"))
            .First(line => line.StartsWith($"{key}: ", StringComparison.Ordinal))[(key.Length + 2)..];

    /// <summary>The port of a process.</summary>
    public int PortOf(string name) => int.Parse(Setting(name, "port"), CultureInfo.InvariantCulture);

    /// <summary>The last lines of every log.</summary>
    public string Tails() => string.Join(
        '\n',
        Directory.EnumerateFiles(Path.Combine(Folder, "log"), "*.log").Order(StringComparer.Ordinal)
            .SelectMany(log => File.ReadLines(log).TakeLast(4).Prepend($"== {Path.GetFileName(log)}")));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        Api.Dispose();
        if (File.Exists(Path.Combine(Folder, "processes")))
        {
            await Tool.RunAsync(Script, ["down", Folder], CancellationToken.None);
        }
    }

    private static async Task<bool> IsAliveAsync(HcosApi api, CancellationToken cancellationToken)
    {
        try
        {
            return (int)(await api.GetAsync("/livez", cancellationToken)).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var health = (await Api.GetAsync("/readyz", cancellationToken)).Body;
            return health?["isReady"]?.GetValue<bool>() == true
                && health["logs"]!.AsArray().Count(log => IsFresh(log!)) == Layers.Count;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static bool IsFresh(JsonNode log) =>
        log["owner"]?["hasCaughtUp"]?.GetValue<bool>() == true
        && TimeSpan.Parse(log["age"]!.ToString(), CultureInfo.InvariantCulture)
            < TimeSpan.FromSeconds(4);

    private Uri Address()
    {
        var file = Path.Combine(Folder, "run", "url");
        try
        {
            if (File.Exists(file)) _address = new Uri(File.ReadAllText(file));
        }
        catch (IOException)
        {
            // It moves at this moment.
        }

        return _address;
    }
}
