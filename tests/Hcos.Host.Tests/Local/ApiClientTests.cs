using System.Net;
using System.Net.Sockets;
using System.Text;
using Hcos.Host.Local;

namespace Hcos.Host.Tests.Local;

/// <summary>The platform's process may end at any moment.</summary>
public sealed class ApiClientTests
{
    private const string NotJson = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
    private const string Half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "does not answer")]
    [InlineData(Half, "does not answer")]
    [InlineData(NotJson, "is not the platform")]
    public async Task A_platform_that_goes_away_amid_a_call_is_told_as_such(string answer, string expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var api = new ApiClient($"http://{listener.LocalEndpoint}", "token");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var answering = AnswerAsync(listener, answer, enough.Token);
        foreach (var call in new Func<Task>[]
        {
            () => api.GetAsync("/v1/environments", Stop),
            () => api.GetHealthAsync(Stop),
            () => api.SendAsync(HttpMethod.Post, "/v1/systems", "{}", "application/json", Stop),
        })
        {
            var lost = await Assert.ThrowsAsync<LocalException>(call);
            Assert.Contains(expected, lost.Message, StringComparison.Ordinal);
        }

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    [Fact]
    public async Task A_platform_that_is_not_there_is_told_as_such()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";
        listener.Stop();
        using var api = new ApiClient(address, "token");
        var away = await Assert.ThrowsAsync<LocalException>(() => api.GetAsync("/v1/environments", Stop));
        Assert.Contains("./hcos up", away.Message, StringComparison.Ordinal);
    }

    /// <summary>Answers everybody the same until cancelled; a client may try more than once.</summary>
    private static async Task AnswerAsync(TcpListener listener, string answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(cancellationToken);
            var stream = client.GetStream();
            await stream.ReadAtLeastAsync(new byte[4_096], 1, throwOnEndOfStream: false, cancellationToken);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
        }
    }
}
