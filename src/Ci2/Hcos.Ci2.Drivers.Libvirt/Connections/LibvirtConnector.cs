namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>
/// Holds at most one connection and makes a new one when it was lost. Opening blocks for as long as a hung daemon
/// likes, so it has a thread of its own, never more than one, and callers wait no longer than they want.
/// </summary>
internal sealed class LibvirtConnector(string uri, LibvirtOptions options, TimeProvider time, CallCounter calls)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Task<LibvirtConnection>? _current;
    private bool _closed;

    /// <summary>The connection, as it is or newly made.</summary>
    public async Task<LibvirtConnection> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CurrentAsync().WaitAsync(options.OpenTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new DriverException(
                DriverFailure.Unavailable, "libvirt does not answer: the connection does not come about", late);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task<LibvirtConnection>? last;
        lock (_lock)
        {
            _closed = true;
            last = _current;
        }

        if (last is null)
        {
            return;
        }

        Task closing = OnThreadAsync(() =>
        {
            // An opening that still hangs is closed when it ends, by this thread, and nobody waits for it.
            CloseQuietly(last);
            return true;
        });
        await closing.WaitAsync(options.CloseTimeout, time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task<LibvirtConnection> CurrentAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var usable = _current switch
            {
                null => false,
                { IsCompletedSuccessfully: true } done => done.Result.IsAlive,
                var opening => !opening.IsCompleted,
            };
            return usable ? _current! : _current = ReopenAsync(_current);
        }
    }

    private Task<LibvirtConnection> ReopenAsync(Task<LibvirtConnection>? before) => OnThreadAsync(() =>
    {
        CloseQuietly(before);
        calls.Count();
        return LibvirtConnection.Open(uri, options);
    });

    private static void CloseQuietly(Task<LibvirtConnection>? connection)
    {
        try
        {
            connection?.GetAwaiter().GetResult().Close();
        }
        catch (DriverException)
        {
            // It never came about: there is nothing to close.
        }
    }

    private static Task<T> OnThreadAsync<T>(Func<T> work) => Task.Factory.StartNew(
        work,
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default);
}
