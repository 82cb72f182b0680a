namespace Hcos.Host.Local;

/// <summary>Simulated infrastructure of one data folder, as a process in the background.</summary>
internal sealed class SimulatedProcess(DataFolder data, SimulatedKind kind, TimeProvider time)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(5);

    private readonly PlatformProcess _process = new(new SimulatedFolder(data, kind).Data, time);

    /// <summary>What it is.</summary>
    public SimulatedKind Kind => kind;

    /// <summary>User name, password, and the rest of what it keeps.</summary>
    public SimulatedFolder Folder { get; } = new(data, kind);

    /// <summary>
    /// Starts it, where it was the last time if that port is free; answers its endpoint, or null when it did not come.
    /// </summary>
    public async Task<string?> StartAsync(CancellationToken cancellationToken)
    {
        if (!_process.IsRunning)
        {
            var port = LastPort();
            File.Delete(Folder.AddressFile);
            _process.Start(["simulate", kind.Name, "--data", data.Path, "--port", $"{port}"]);
        }

        var began = time.GetTimestamp();
        while (true)
        {
            if (File.Exists(Folder.AddressFile)
                && await File.ReadAllTextAsync(Folder.AddressFile, cancellationToken).ConfigureAwait(false)
                    is { Length: > 0 } address)
            {
                return address;
            }

            var waited = time.GetElapsedTime(began);
            if (waited > ReadyWithin || (waited > BeginsWithin && !_process.IsRunning)) return null;
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops it; its machines stay.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _process.StopAsync(cancellationToken);

    private int LastPort() => File.Exists(Folder.AddressFile)
        && Uri.TryCreate(File.ReadAllText(Folder.AddressFile), UriKind.Absolute, out var last)
        && LocalPort.IsFree(last.Port)
            ? last.Port
            : 0;
}
