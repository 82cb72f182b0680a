using System.Net;
using System.Net.Sockets;

namespace Hcos.Benchmarks.Hung;

/// <summary>
/// Stands before a server. While it is frozen it still accepts, and takes what is sent, but nothing is answered:
/// the server at the other end hangs, as far as anybody can see.
/// </summary>
internal sealed class FreezableProxy : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener;
    private readonly EndPoint _target;
    private volatile TaskCompletionSource? _frozen;

    /// <summary>Listens.</summary>
    /// <param name="address">Where; a port of 0 means any.</param>
    /// <param name="target">The server.</param>
    public FreezableProxy(EndPoint address, EndPoint target)
    {
        (_listener, _target) = (Stream(address), target);
        _listener.Bind(address);
        _listener.Listen();
        _ = AcceptAsync(_stop.Token);
    }

    /// <summary>Where it listens.</summary>
    public EndPoint Address => _listener.LocalEndPoint!;

    /// <summary>From now on nothing is answered.</summary>
    public void Freeze() => _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything go on.</summary>
    public void Thaw() => Interlocked.Exchange(ref _frozen, null)?.TrySetResult();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(cancellationToken), cancellationToken);
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is no longer wanted.
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        using (client)
        using (var server = Stream(_target))
        {
            try
            {
                if (_frozen is { } frozen) await frozen.Task.WaitAsync(cancellationToken);
                await server.ConnectAsync(_target, cancellationToken);
                var up = CopyAsync(client, server, cancellationToken);
                var down = CopyAsync(server, client, cancellationToken);
                await Task.WhenAny(up, down);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                // One of the two has gone.
            }
        }
    }

    private static Socket Stream(EndPoint towards) =>
        new(towards.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);

    private async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, cancellationToken)) > 0)
            {
                if (_frozen is { } frozen) await frozen.Task.WaitAsync(cancellationToken);
                await to.SendAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
