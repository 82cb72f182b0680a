namespace Hcos.Testing.Platform;

/// <summary>
/// A private libvirt of a test or benchmark, which may be stopped, started and meddled with from outside.
/// </summary>
public sealed class LibvirtLab : IAsyncDisposable
{
    private readonly string _folder = Path.Combine("/var/tmp", $"hcos-lab-{Guid.CreateVersion7():n}"[..24]);

    /// <summary>Where it is, as an environment's endpoint.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>The folder of its disks.</summary>
    public string Disks => Path.Combine(_folder, "disks");

    private static string Script => Repository.File("deploy", "embedded", "libvirt");

    /// <summary>Starts it (again).</summary>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        Endpoint = (await Tool.RunAsync(Script, ["up", _folder], cancellationToken)).TrimEnd().Split('\n')[^1];

    /// <summary>Stops the daemon and nothing else: the guests run on.</summary>
    public async Task StopDaemonAsync(CancellationToken cancellationToken)
    {
        var pid = (
            await File.ReadAllTextAsync(Path.Combine(_folder, "pids", "libvirtd.pid"), cancellationToken)).Trim();
        await Tool.RunAsync("kill", ["-TERM", pid], cancellationToken);
        while (Directory.Exists($"/proc/{pid}"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Somebody else speaks to it, by the platform's own command line.</summary>
    public Task<string> VirshAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Tool.RunAsync("virsh", VirshArguments(arguments), cancellationToken);

    /// <summary>The arguments that let <c>virsh</c> speak to it.</summary>
    public IReadOnlyList<string> VirshArguments(params string[] arguments) =>
        ["-q", "-c", Endpoint.Split("&accel")[0], .. arguments];

    /// <summary>The UUIDs of all domains, running or not.</summary>
    public async Task<IReadOnlyList<string>> DomainsAsync(CancellationToken cancellationToken) =>
        Lines(await VirshAsync(cancellationToken, "list", "--all", "--uuid"));

    /// <summary>The names of all domains that run or are paused.</summary>
    public async Task<IReadOnlyList<string>> RunningAsync(CancellationToken cancellationToken) =>
        Lines(await VirshAsync(cancellationToken, "list", "--name"));

    /// <summary>Removes every domain and every file of the servers' pool, whoever made them.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        foreach (var domain in await DomainsAsync(cancellationToken))
        {
            await Tool.TryRunAsync("virsh", VirshArguments("destroy", domain), "", cancellationToken);
            // One that was never defined is gone with its execution.
            await Tool.TryRunAsync(
                "virsh",
                VirshArguments("undefine", domain, "--managed-save", "--snapshots-metadata"),
                "",
                cancellationToken);
        }

        foreach (var file in Directory.EnumerateFiles(Disks)) File.Delete(file);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Tool.RunAsync(Script, ["clean", _folder], CancellationToken.None);

    private static List<string> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
