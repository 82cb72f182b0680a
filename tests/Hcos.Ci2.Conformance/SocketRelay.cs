using System.Net.Sockets;

namespace Hcos.Ci2.Conformance;

/// <summary>
/// Stands between the driver and its peer, on a socket of its own, and passes one message of their protocol after the
/// other. Where a message ends, and whether it counts, is what a protocol's own relay knows.
/// </summary>
public abstract class SocketRelay : DriverWire, IAsyncDisposable
{
    /// <summary>The longest message that is passed, in bytes.</summary>
    protected const int LongestMessage = 64 << 20;

    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _open = [];
    private readonly PassageCounter _passages;
    private Socket? _listener;

    /// <summary>Makes one that does not listen yet.</summary>
    /// <param name="passages">Counts what passes; several relays of one wire share it.</param>
    protected SocketRelay(PassageCounter? passages = null) => _passages = passages ?? new();

    public override int Passages => _passages.Count;

    public override void At(int ahead, Action happens) => _passages.At(ahead, happens);

    public override void CutOff()
    {
        lock (_lock)
        {
            _listener?.Dispose();
            _listener = null;
            Unbound();
            foreach (var socket in _open) socket.Dispose();
            _open.Clear();
        }
    }

    public override void Restore()
    {
        _passages.Forget();
        lock (_lock)
        {
            if (_listener is null) Listen();
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        CutOff();
        return ValueTask.CompletedTask;
    }

    /// <summary>A socket that listens where the driver connects to.</summary>
    protected abstract Socket Bind();

    /// <summary>A socket for a connection to the peer.</summary>
    protected abstract Socket ToPeer();

    /// <summary>Connects to the peer.</summary>
    protected abstract Task ConnectAsync(Socket peer);

    /// <summary>The next whole message, and whether it counts; null when the sender hung up between two.</summary>
    protected abstract Task<(byte[] Message, bool Counts)?> NextAsync(Stream source);

    /// <summary>Nobody listens any more.</summary>
    protected virtual void Unbound()
    {
    }

    /// <summary>Begins to listen.</summary>
    protected void Listen()
    {
        var listener = Bind();
        listener.Listen();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var driver = await listener.AcceptAsync();
                var peer = ToPeer();
                lock (_lock)
                {
                    // The connection may have been accepted just before the wire was cut.
                    if (_listener != listener)
                    {
                        driver.Dispose();
                        return;
                    }

                    _open.Add(driver);
                    _open.Add(peer);
                }

                await ConnectAsync(peer);
                _ = PumpAsync(driver, peer);
                _ = PumpAsync(peer, driver);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Cut off.
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            await using var source = new BufferedStream(new NetworkStream(from), 64 * 1024);
            while (await NextAsync(source) is var (message, counts))
            {
                if (counts) _passages.Pass();
                await to.SendAsync(message);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or IOException)
        {
            // Either side hung up, or the wire was cut: both ends learn of it below.
        }

        lock (_lock)
        {
            _open.Remove(from);
            _open.Remove(to);
        }

        from.Dispose();
        to.Dispose();
    }
}
