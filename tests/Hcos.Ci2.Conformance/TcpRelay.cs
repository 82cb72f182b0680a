using System.Net;
using System.Net.Sockets;

namespace Hcos.Ci2.Conformance;

/// <summary>A relay before an endpoint of this machine that listens on TCP.</summary>
public abstract class TcpRelay : SocketRelay
{
    private readonly IPEndPoint _target;
    private int _port;

    /// <summary>Stands before an endpoint.</summary>
    /// <param name="target">The endpoint.</param>
    /// <param name="passages">Counts what passes; several relays of one wire share it.</param>
    protected TcpRelay(Uri target, PassageCounter? passages = null) : base(passages)
    {
        _target = new(IPAddress.Loopback, target.Port);
        Listen();
        Address = new UriBuilder(target) { Port = _port }.Uri;
    }

    /// <summary>Where the driver connects to.</summary>
    public Uri Address { get; }

    protected sealed override Socket Bind()
    {
        var listener = ToPeer();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        _port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        return listener;
    }

    protected sealed override Socket ToPeer() =>
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    protected sealed override Task ConnectAsync(Socket peer) => peer.ConnectAsync(_target);
}
