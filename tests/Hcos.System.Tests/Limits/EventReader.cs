using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;

namespace Hcos.System.Tests.Limits;

/// <summary>Follows the events on a connection of its own, and reads nothing until it is told to.</summary>
internal sealed class EventReader : IDisposable
{
    private const string IdLine = "id: ";

    // So little that nobody mistakes what lies in buffers for something that was read.
    private const int SmallBuffer = 4096;
    private readonly TcpClient _connection = new();

    /// <summary>Whether the other side ended the connection.</summary>
    public bool WasCutOff { get; private set; }

    /// <summary>
    /// Whether the other side has given its end of the connection up, however much is still to be read.
    /// </summary>
    public bool IsGivenUp()
    {
        var here = (IPEndPoint)_connection.Client.LocalEndPoint!;
        return !IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(
            connection => connection.RemoteEndPoint.Port == here.Port && connection.State == TcpState.Established);
    }

    /// <summary>Asks for the events behind a bookmark, the simplest way there is.</summary>
    public static async Task<EventReader> ConnectAsync(
        int port, string token, string from, bool isSlow, CancellationToken cancellationToken)
    {
        var reader = new EventReader();
        if (isSlow) reader._connection.ReceiveBufferSize = SmallBuffer;
        await reader._connection.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var request = $"GET /v1/events?from={from} HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n";
        await reader._connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        return reader;
    }

    /// <summary>
    /// The ids of whole events, up to a place, to the end of the connection, or to the moment when nothing is left.
    /// </summary>
    public async Task<IReadOnlyList<string>> ReadAsync(long upTo, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        string? id = null;
        using var text = new StreamReader(_connection.GetStream());
        while (await LineAsync(text, cancellationToken) is { } line)
        {
            if (line.StartsWith(": alive", StringComparison.Ordinal)) return ids;
            if (line.StartsWith(IdLine, StringComparison.Ordinal)) id = line[IdLine.Length..];
            if (line.Length > 0 || id is null) continue;
            if (PlaceOf(id) > upTo) return ids;
            ids.Add(id);
            if (PlaceOf(id) == upTo) return ids;
            id = null;
        }

        WasCutOff = true;
        return ids;
    }

    /// <summary>The place in the journal that a bookmark names.</summary>
    public static long PlaceOf(string bookmark) =>
        Convert.ToInt64(bookmark[(bookmark.IndexOf('.', StringComparison.Ordinal) + 1)..], 16);

    public void Dispose() => _connection.Dispose();

    private static async Task<string?> LineAsync(StreamReader text, CancellationToken cancellationToken)
    {
        try
        {
            return await text.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
