using System.Buffers.Binary;
using System.Net.Sockets;
using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>
/// Stands between the driver and a daemon, on a socket of its own, and knows where one message of libvirt's protocol
/// ends and the next begins: a length of four bytes, then program, version, procedure and type. Questions whether the
/// other side is alive, and events, pass without being counted.
/// </summary>
internal sealed class LibvirtWire : DriverWire, IAsyncDisposable
{
    private const uint KeepAliveProgram = 0x6b656570;
    private const int EventType = 2;
    private const int HeadLength = 20;
    private const int LongestMessage = 64 << 20;

    private readonly Lock _lock = new();
    private readonly string _target;
    private readonly HashSet<Socket> _open = [];
    private Socket? _listener;
    private int _passages;
    private int _happensAt;
    private Action? _happens;

    public LibvirtWire(string path, string target)
    {
        (Path, _target) = (path, target);
        Listen();
    }

    /// <summary>The socket that the driver connects to.</summary>
    public string Path { get; }

    public override int Passages => Volatile.Read(ref _passages);

    public override void At(int ahead, Action happens)
    {
        lock (_lock)
        {
            (_happensAt, _happens) = (_passages + ahead, happens);
        }
    }

    public override void CutOff()
    {
        lock (_lock)
        {
            _listener?.Dispose();
            _listener = null;
            File.Delete(Path);
            foreach (var socket in _open)
            {
                socket.Dispose();
            }

            _open.Clear();
        }
    }

    public override void Restore()
    {
        lock (_lock)
        {
            _happens = null;
            if (_listener is null)
            {
                Listen();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        CutOff();
        return ValueTask.CompletedTask;
    }

    private void Listen()
    {
        File.Delete(Path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path));
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
                var daemon = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                lock (_lock)
                {
                    // The connection may have been accepted just before the wire was cut.
                    if (_listener != listener)
                    {
                        driver.Dispose();
                        return;
                    }

                    _open.Add(driver);
                    _open.Add(daemon);
                }

                await daemon.ConnectAsync(new UnixDomainSocketEndPoint(_target));
                _ = PumpAsync(driver, daemon);
                _ = PumpAsync(daemon, driver);
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
            await using var source = new NetworkStream(from);
            var head = new byte[HeadLength];
            while (true)
            {
                await source.ReadExactlyAsync(head);
                var length = BinaryPrimitives.ReadInt32BigEndian(head);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestMessage);
                var message = new byte[length];
                head.CopyTo(message, 0);
                await source.ReadExactlyAsync(message.AsMemory(HeadLength));
                Pass(head);
                await to.SendAsync(message);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or IOException)
        {
            // Either side hung up, or the wire was cut: both ends learn of it.
            lock (_lock)
            {
                _open.Remove(from);
                _open.Remove(to);
            }

            from.Dispose();
            to.Dispose();
        }
    }

    private void Pass(byte[] head)
    {
        var program = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
        var type = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16));
        if (program == KeepAliveProgram || type == EventType)
        {
            return;
        }

        Action? happens = null;
        lock (_lock)
        {
            if (++_passages == _happensAt)
            {
                (happens, _happens) = (_happens, null);
            }
        }

        happens?.Invoke();
    }
}
