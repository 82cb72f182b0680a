using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>Opens connections as the options say: shared ones for reading, one of its own for each owner.</summary>
internal sealed class Connections : IAsyncDisposable
{
    /// <summary>Much more than a row, so that client and server work at the same time during a replay.</summary>
    private const int ReadAheadBytes = 128 * 1024;
    private const int SmallBufferBytes = 8 * 1024;
    private readonly NpgsqlDataSource _shared;
    private readonly NpgsqlDataSource _single;

    public Connections(PostgresOptions options)
    {
        Options = options;
        _shared = NpgsqlDataSource.Create(Settings(options, pooled: true));
        _single = NpgsqlDataSource.Create(Settings(options, pooled: false));
    }

    public PostgresOptions Options { get; }

    public Task<NpgsqlConnection> OpenSharedAsync(CancellationToken cancellationToken) =>
        OpenAsync(_shared, cancellationToken);

    /// <summary>A connection that nobody else uses and whose session ends when it is closed.</summary>
    public Task<NpgsqlConnection> OpenSingleAsync(CancellationToken cancellationToken) =>
        OpenAsync(_single, cancellationToken);

    /// <summary>
    /// Runs one prepared statement over a shared connection; <paramref name="absent"/> where its tables do not exist.
    /// </summary>
    public async Task<TResult> RunAsync<TResult>(
        string sql,
        NpgsqlParameter[] parameters,
        TResult absent,
        Func<NpgsqlCommand, Task<TResult>> run,
        CancellationToken cancellationToken)
    {
        await using var connection = await OpenSharedAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddRange(parameters);
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return await run(command).ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresErrors.IsAbsent(error))
        {
            return absent;
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw PostgresErrors.Unavailable(error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _shared.DisposeAsync().ConfigureAwait(false);
        await _single.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw PostgresErrors.Unavailable(error);
        }
    }

    private static NpgsqlConnectionStringBuilder Settings(PostgresOptions options, bool pooled)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = pooled,
            MaxPoolSize = options.MaxConnections,
            Timeout = Seconds(options.ConnectTimeout),
            CommandTimeout = Seconds(options.CommandTimeout),
            ReadBufferSize = pooled ? ReadAheadBytes : SmallBufferBytes,
            KeepAlive = pooled ? 0 : Seconds(options.KeepAlive),
            Enlist = false,
            ApplicationName = "hcos",
        };
        if (!IsLocalSocket(settings.Host)) ProbeTcp(settings, Seconds(options.KeepAlive));
        return settings;
    }

    private static bool IsLocalSocket(string? host) => host is ['/' or '@', ..];

    private static void ProbeTcp(NpgsqlConnectionStringBuilder settings, int seconds)
    {
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = seconds;
        settings.TcpKeepAliveInterval = seconds;
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
