using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hcos.System.Tests.BadInput;

/// <summary>Bytes on a connection, for what no HTTP client would send.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Sends a text and reads what is answered until the other side closes.</summary>
    public static async Task<string> SendAsync(int port, string text, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        using var socket = await SentAsync(port, text, late.Token);
        var answer = new StringBuilder();
        var part = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(part, late.Token) is > 0 and var read)
            {
                answer.Append(Encoding.Latin1.GetString(part, 0, read));
            }
        }
        catch (SocketException)
        {
            // It was cut off: what came before counts.
        }

        return answer.ToString();
    }

    /// <summary>Sends a text and is gone.</summary>
    public static async Task BreakOffAsync(int port, string text, CancellationToken cancellationToken)
    {
        using var socket = await SentAsync(port, text, cancellationToken);
        socket.LingerState = new LingerOption(true, 0);
    }

    private static async Task<Socket> SentAsync(int port, string text, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
        }
        catch (SocketException)
        {
            // It answered before it had read everything.
        }

        return socket;
    }
}
