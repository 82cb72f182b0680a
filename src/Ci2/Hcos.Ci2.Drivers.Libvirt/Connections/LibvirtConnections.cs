using System.Collections.Concurrent;

namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>
/// A few connections, each lent to one call at a time: where threads share one, the library now and then loses the
/// answer to a call (decision 0203).
/// </summary>
internal sealed class LibvirtConnections : IAsyncDisposable
{
    private readonly LibvirtConnector[] _all;
    private readonly ConcurrentStack<LibvirtConnector> _idle;
    private readonly BoundedTurns _turns;

    /// <summary>Opens nothing yet.</summary>
    public LibvirtConnections(string uri, LibvirtOptions options, TimeProvider time, CallCounter calls)
    {
        _all =
        [
            .. Enumerable.Range(0, options.CallsAtOnce).Select(_ => new LibvirtConnector(uri, options, time, calls)),
        ];
        _idle = new(_all);
        _turns = new(options.CallsAtOnce, options.MostWaiting, "too many calls wait for libvirt");
    }

    /// <summary>Runs a call with a connector that nobody else uses until the call has ended.</summary>
    public async Task<T> LendAsync<T>(Func<LibvirtConnector, Task<T>> call, CancellationToken cancellationToken)
    {
        await _turns.TakeAsync(cancellationToken).ConfigureAwait(false);
        // The latest used comes first: no more connections are opened than calls run at once.
        _ = _idle.TryPop(out var connector);
        try
        {
            return await call(connector!).ConfigureAwait(false);
        }
        finally
        {
            _idle.Push(connector!);
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_all.Select(connector => connector.DisposeAsync().AsTask())).ConfigureAwait(false);
}
