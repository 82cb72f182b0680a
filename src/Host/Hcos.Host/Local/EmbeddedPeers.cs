namespace Hcos.Host.Local;

/// <summary>The private PostgreSQL and libvirt of one data folder.</summary>
internal sealed class EmbeddedPeers(string root, DataFolder data, Action<string> say)
{
    /// <summary>Starts PostgreSQL; answers its connection string.</summary>
    /// <exception cref="LocalException">It did not start.</exception>
    public async Task<string> StartPostgresAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync("postgres", "up", data.Postgres, cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0
            ? result.LastLine
            : throw new LocalException($"PostgreSQL did not start: {result.LastError}");
    }

    /// <summary>Starts libvirt; answers its URI, or null when this machine cannot run it.</summary>
    /// <exception cref="LocalException">It should have started and did not.</exception>
    public async Task<string?> StartLibvirtAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync("libvirt", "up", data.Libvirt, cancellationToken).ConfigureAwait(false);
        return result.ExitCode switch
        {
            0 => result.LastLine,
            Script.Unavailable => null,
            _ => throw new LocalException($"libvirt did not start: {result.LastError}"),
        };
    }

    /// <summary>Stops both; running guests are saved.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var libvirt = Directory.Exists(data.Libvirt)
            ? RunAsync("libvirt", "down", data.Libvirt, cancellationToken)
            : Task.FromResult(new ScriptResult(0, "", ""));
        var postgres = await RunAsync("postgres", "down", data.Postgres, cancellationToken).ConfigureAwait(false);
        var failed = new[] { postgres, await libvirt.ConfigureAwait(false) }
            .FirstOrDefault(result => result.ExitCode is not (0 or Script.Unavailable));
        if (failed is not null) throw new LocalException($"not everything could be stopped: {failed.LastError}");
    }

    private Task<ScriptResult> RunAsync(
        string script, string command, string folder, CancellationToken cancellationToken) =>
        Script.RunAsync(Path.Combine(root, "deploy", "embedded", script), [command, folder], say, cancellationToken);
}

/// <summary>Something on this machine is not as it must be; the message says what to do.</summary>
internal sealed class LocalException(string message) : Exception(message);
