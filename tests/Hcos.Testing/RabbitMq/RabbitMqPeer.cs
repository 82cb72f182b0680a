namespace Hcos.Testing.RabbitMq;

/// <summary>
/// A broker for all tests of an assembly: the one that <c>HCOS_TEST_RABBITMQ</c> names (an administrator's AMQP URI),
/// or a private one, started when the first test asks for it. Tests keep apart by names of their own.
/// </summary>
public sealed class RabbitMqPeer : IAsyncDisposable
{
    private const string Setting = "HCOS_TEST_RABBITMQ";
    private readonly SemaphoreSlim _starting = new(1);
    private RabbitMqServer? _server;
    private string? _uri;

    /// <summary>The administrator's URI, once the broker is ready.</summary>
    public async Task<string> UriAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            return _uri ??= await StartAsync(cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is null) return;
        await _server.DownAsync(CancellationToken.None);
        _server.Remove();
    }

    private async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } given) return given;
        _server = new RabbitMqServer(Path.Combine("/var/tmp", $"hcos-rabbitmq-{Guid.CreateVersion7():n}"));
        return await _server.UpAsync(cancellationToken);
    }
}
