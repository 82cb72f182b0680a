using System.Diagnostics;
using Hcos.Testing.Platform;

namespace Hcos.Testing.Postgres;

/// <summary>A private PostgreSQL in a folder of its own, run by the script that the platform itself uses.</summary>
/// <param name="diskMegabytes">The size of a file system of its own; null for the machine's.</param>
internal sealed class PostgresServer(int? diskMegabytes = null)
{
    private const string Superuser = "postgres";
    // Made by the script, so that the user the server runs as can pass through it.
    private bool _isMounted;

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"hcos-postgres-{Guid.CreateVersion7():n}");

    /// <summary>Starts it, or starts it again, and answers an administrator's connection string.</summary>
    public async Task<string> UpAsync(CancellationToken cancellationToken)
    {
        if (diskMegabytes is { } size && !_isMounted) await MountAsync(size, cancellationToken);
        var output = await RunAsync("up", cancellationToken);
        var ours = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        return ours.Replace("Username=hcos", $"Username={Superuser}", StringComparison.Ordinal)
            .Replace("Database=hcos", $"Database={Superuser}", StringComparison.Ordinal);
    }

    /// <summary>Stops it; the folder stays.</summary>
    public Task DownAsync(CancellationToken cancellationToken) => RunAsync("down", cancellationToken);

    /// <summary>Removes the folder of a stopped server.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (_isMounted) await Tool.RunAsync("umount", [Folder], cancellationToken);
        Directory.Delete(Folder, recursive: true);
    }

    private async Task MountAsync(int megabytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        await Tool.RunAsync(
            "mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs", Folder], cancellationToken);
        _isMounted = true;
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "deploy", "embedded", "postgres");
            if (File.Exists(script)) return script;
        }

        throw new InvalidOperationException("deploy/embedded/postgres is not above the test's folder");
    }

    private async Task<string> RunAsync(string command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Script(), [command, Folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"postgres {command} failed: {await errors}");
    }
}
