using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>
/// Stands before one service and passes one request and its answer per connection, except where mischief was planned.
/// </summary>
internal sealed class FaultyRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly MischiefPlan _plan;
    private readonly int _target;

    public FaultyRelay(Uri target, MischiefPlan plan)
    {
        (_target, _plan) = (target.Port, plan);
        _listener.Start();
        Address = new UriBuilder(target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient driver)
    {
        using (driver)
        {
            try
            {
                var stream = driver.GetStream();
                if (await ReadAsync(stream) is not { } request) return;
                var line = Encoding.ASCII.GetString(request).Split("\r\n")[0];
                await AnswerAsync(driver, stream, request, _plan.Take(line));
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // Either side hung up: that is what this is about.
            }
        }
    }

    private async Task AnswerAsync(TcpClient driver, NetworkStream stream, byte[] request, Mischief? what)
    {
        if (what is null or Mischief.LoseAnswer or Mischief.InternalErrorAfterActing or Mischief.Malformed
            or Mischief.SlowDrip or Mischief.HangAfterActing)
        {
            var reply = await ForwardAsync(request);
            await SpoilAsync(driver, stream, reply, what);
            return;
        }

        switch (what)
        {
            case Mischief.InternalError:
                await stream.WriteAsync(Plain("500 Internal Server Error", ""), _stop.Token);
                break;
            case Mischief.Busy:
                await stream.WriteAsync(Plain("503 Service Unavailable", "Retry-After: 1\r\n"), _stop.Token);
                break;
            case Mischief.TokenRefused:
                await stream.WriteAsync(
                    Plain("401 Unauthorized", "WWW-Authenticate: Keystone uri=\"http://127.0.0.1\"\r\n"), _stop.Token);
                break;
            case Mischief.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
                break;
            default:
                Break(driver);
                break;
        }
    }

    private async Task SpoilAsync(TcpClient driver, NetworkStream stream, byte[] reply, Mischief? what)
    {
        switch (what)
        {
            case Mischief.LoseAnswer:
                Break(driver);
                break;
            case Mischief.InternalErrorAfterActing:
                await stream.WriteAsync(Plain("500 Internal Server Error", ""), _stop.Token);
                break;
            case Mischief.Malformed:
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes(
                        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{\"server\": {"),
                    _stop.Token);
                break;
            case Mischief.SlowDrip:
                foreach (var one in reply)
                {
                    await stream.WriteAsync(new[] { one }, _stop.Token);
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, _stop.Token);
                }

                break;
            case Mischief.HangAfterActing:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
                break;
            default:
                await stream.WriteAsync(reply, _stop.Token);
                break;
        }
    }

    private async Task<byte[]> ForwardAsync(byte[] request)
    {
        using var service = new TcpClient();
        await service.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
        await service.GetStream().WriteAsync(request, _stop.Token);
        return await ReadAsync(service.GetStream()) ?? throw new IOException("the service hung up");
    }

    private static void Break(TcpClient driver)
    {
        driver.Client.LingerState = new(true, 0);
        driver.Close();
    }

    private static byte[] Plain(string status, string headers) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n");

    /// <summary>A whole message, told that its connection ends with it.</summary>
    private async Task<byte[]?> ReadAsync(NetworkStream stream)
    {
        var source = new BufferedStream(stream, 64 * 1024);
        var head = new List<byte>();
        var one = new byte[1];
        while (head is not [.., 13, 10, 13, 10])
        {
            if (await source.ReadAsync(one, _stop.Token) == 0) return null;
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).TrimEnd().Split("\r\n").ToList();
        var length = lines.Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line.Split(':')[1], CultureInfo.InvariantCulture)).FirstOrDefault();
        lines.RemoveAll(line => line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase));
        lines.Add("Connection: close");
        var body = new byte[length];
        await source.ReadExactlyAsync(body, _stop.Token);
        return [.. Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), .. body];
    }
}
