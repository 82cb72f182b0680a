using System.Net;
using System.Net.Sockets;

namespace Hcos.Host.Local;

/// <summary>Ports of this machine's loopback.</summary>
internal static class LocalPort
{
    /// <summary>Whether nobody listens on a port now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
