using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Hcos.Kernel.Postgres.Tests;

/// <summary>Stands between a store and the server: passes everything on, loses answers, or cuts.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly EndPoint _server;
    private readonly Task _accepting;
    private volatile bool _losesAnswers;

    public Wire(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _server = settings.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{settings.Host}/.s.PGSQL.{settings.Port}")
            : new DnsEndPoint(settings.Host, settings.Port);
        _listener.Start();
        settings.Host = IPAddress.Loopback.ToString();
        settings.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        settings.SslMode = SslMode.Disable;
        ConnectionString = settings.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>Leads to the server over this wire.</summary>
    public string ConnectionString { get; }

    public void LoseAnswers() => _losesAnswers = true;

    public void Cut()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets) socket.Dispose();
            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                var isUnix = _server is UnixDomainSocketEndPoint;
                var server = isUnix
                    ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                    : new Socket(SocketType.Stream, ProtocolType.Tcp);
                lock (_lock) _sockets.AddRange([client, server]);
                await server.ConnectAsync(_server, _end.Token);
                _ = PassAsync(client, server, isAnswer: false);
                _ = PassAsync(server, client, isAnswer: true);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, _end.Token)) > 0)
            {
                if (isAnswer && _losesAnswers) continue;
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut, by the test or by one of the two ends.
        }

        from.Dispose();
        to.Dispose();
    }
}
