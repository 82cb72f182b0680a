namespace Hcos.Host.Local;

/// <summary>The simulated Hyper-V host of one data folder, as a process in the background.</summary>
internal sealed class SimulatedHyperV(DataFolder data, TimeProvider time)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(5);

    private readonly HyperVFolder _folder = new(data);
    private readonly PlatformProcess _process = new(new HyperVFolder(data).Data, time);

    /// <summary>User name, password, and the rest of what it keeps.</summary>
    public HyperVFolder Folder => _folder;

    /// <summary>
    /// Starts it, where it was the last time if that port is free; answers its address, or null when it did not come.
    /// </summary>
    public async Task<string?> StartAsync(CancellationToken cancellationToken)
    {
        if (!_process.IsRunning)
        {
            var port = LastPort();
            File.Delete(_folder.AddressFile);
            _process.Start(["simulate", "hyper-v", "--data", data.Path, "--port", $"{port}"]);
        }

        var began = time.GetTimestamp();
        while (true)
        {
            if (File.Exists(_folder.AddressFile)
                && await File.ReadAllTextAsync(_folder.AddressFile, cancellationToken).ConfigureAwait(false)
                    is { Length: > 0 } address)
            {
                return address;
            }

            var waited = time.GetElapsedTime(began);
            if (waited > ReadyWithin || (waited > BeginsWithin && !_process.IsRunning)) return null;
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How a person plays with it.</summary>
    /// <param name="address">Its address.</param>
    public string Hint(string address) =>
        $"  {new Uri(new Uri(address), "/")} is the simulated Hyper-V host, and says how to change it from outside; "
        + $"token: {_folder.ControlToken}";

    /// <summary>Stops it; its machines stay.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _process.StopAsync(cancellationToken);

    private int LastPort() => File.Exists(_folder.AddressFile)
        && Uri.TryCreate(File.ReadAllText(_folder.AddressFile), UriKind.Absolute, out var last)
        && LocalPort.IsFree(last.Port)
            ? last.Port
            : 0;
}
