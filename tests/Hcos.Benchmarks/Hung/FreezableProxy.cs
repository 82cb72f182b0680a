using System.Net.Sockets;

namespace Hcos.Benchmarks.Hung;

/// <summary>
/// Stands before a Unix socket. While it is frozen it still accepts, and takes what is sent, but nothing is answered:
/// the server at the other end hangs, as far as anybody can see.
/// </summary>
internal sealed class FreezableProxy : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _target;
    private volatile TaskCompletionSource? _frozen;

    public FreezableProxy(string path, string target)
    {
        _target = target;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = AcceptAsync(_stop.Token);
    }

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
        using (var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                if (_frozen is { } frozen) await frozen.Task.WaitAsync(cancellationToken);
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_target), cancellationToken);
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
