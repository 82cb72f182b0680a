using System.Net;
using System.Net.Sockets;
using System.Text;
using Hcos.Contracts.Esl;
using Hcos.Esl.Health;

namespace Hcos.Esl.Tests.Health;

public sealed class HttpHealthProbeTests : IDisposable
{
    private readonly TcpListener _guest = new(IPAddress.Loopback, 0);
    private readonly HttpHealthProbe _probe = new(TimeProvider.System);

    public HttpHealthProbeTests() => _guest.Start();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_guest.LocalEndpoint).Port;

    [Fact]
    public async Task Path_and_query_are_asked_as_they_were_written()
    {
        var probe = _probe.ProbeAsync("127.0.0.1", new HealthSpec("/ok/a%20b?deep=1&of=c", Port), Stop);
        using var asked = await _guest.AcceptTcpClientAsync(Stop);
        using var reader = new StreamReader(asked.GetStream());
        Assert.Equal("GET /ok/a%20b?deep=1&of=c HTTP/1.1", await reader.ReadLineAsync(Stop));
        await asked.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("HTTP/1.1 204 No Content\r\n\r\n"), Stop);
        Assert.Null(await probe);
    }

    [Theory]
    [InlineData("127.0.0.1/x?")]
    [InlineData("127.0.0.1:{0}/x?")]
    [InlineData("somebody@127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("")]
    public async Task What_is_no_address_is_not_asked_at_all(string reported)
    {
        var address = reported.Replace("{0}", $"{Port}", StringComparison.Ordinal);
        Assert.NotNull(await _probe.ProbeAsync(address, new HealthSpec("/", Port), Stop));
        Assert.False(_guest.Pending());
    }

    public void Dispose()
    {
        _probe.Dispose();
        _guest.Dispose();
    }
}
