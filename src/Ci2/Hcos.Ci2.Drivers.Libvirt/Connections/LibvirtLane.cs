namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>
/// A few connections with the threads that use them. The driver has two, so that slow changes (taking the power away
/// lasts seconds) keep no reading waiting.
/// </summary>
internal sealed class LibvirtLane(
    string uri,
    LibvirtOptions options,
    TimeProvider time,
    CallCounter calls,
    Func<CancellationToken, Task>? beforeChange = null)
    : IAsyncDisposable
{
    private readonly LibvirtConnections _connections = new(uri, options, time, calls);
    private readonly LibvirtWorkers _workers = new(options);

    /// <summary>Runs a call that only reads.</summary>
    public Task<T> ReadAsync<T>(Func<LibvirtClient, T> work, CancellationToken cancellationToken) =>
        RunAsync(new LibvirtCall(isChange: false) { Calls = calls }, work, null, cancellationToken);

    /// <summary>Runs a call that changes something.</summary>
    /// <param name="work">The call.</param>
    /// <param name="ended">Told when nothing of the call runs any more, maybe long after the answer; or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<T> ChangeAsync<T>(
        Func<LibvirtClient, T> work, Action? ended, CancellationToken cancellationToken) =>
        RunAsync(new LibvirtCall(isChange: true, beforeChange) { Calls = calls }, work, ended, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _workers.Dispose();
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<T> RunAsync<T>(
        LibvirtCall call, Func<LibvirtClient, T> work, Action? ended, CancellationToken cancellationToken)
    {
        Task<T>? running = null;
        try
        {
            running = _connections.LendAsync(
                connector => RunOnThreadAsync(connector, call, work, cancellationToken), cancellationToken);
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (!call.TryAbandon())
        {
            throw new DriverException(DriverFailure.Uncertain, "the call was given up on its way", cancelled);
        }
        finally
        {
            // What was given up may still run, and only ends with the library's answer.
            _ = (running ?? Task.CompletedTask).ContinueWith(
                _ => ended?.Invoke(),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private async Task<T> RunOnThreadAsync<T>(
        LibvirtConnector connector, LibvirtCall call, Func<LibvirtClient, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var isFirst = true; ; isFirst = false)
        {
            var connection = await connector.GetAsync(cancellationToken).ConfigureAwait(false);
            var client = new LibvirtClient(connection, call, options, cancellationToken);
            try
            {
                return await _workers.RunAsync(() => work(client), cancellationToken).ConfigureAwait(false);
            }
            catch (DriverException) when (call.LostConnection && isFirst && !call.HasChanged)
            {
                // The connection may have been dead for long without anybody noticing. Nothing that changes was sent,
                // so a new one gets its chance, once.
                connection.GiveUp();
                call.LostConnection = false;
            }
        }
    }
}
