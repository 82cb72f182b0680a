using Npgsql;

namespace Hcos.Testing.Postgres;

/// <summary>
/// A fresh database for one test class, owned by a role that may do nothing else. It lies on the server that
/// <c>HCOS_TEST_POSTGRES</c> names (an administrator's Npgsql connection string) or on a private one started here.
/// </summary>
/// <param name="ownServer">Whether the server must be private, so that it can be stopped.</param>
/// <param name="diskMegabytes">The size of a file system of its own; null for the machine's.</param>
public sealed class PostgresPeer(bool ownServer = false, int? diskMegabytes = null) : IAsyncDisposable
{
    private const string Setting = "HCOS_TEST_POSTGRES";
    private readonly string _name = $"hcos_test_{Environment.ProcessId}_{Guid.CreateVersion7():n}";
    private PostgresServer? _server;
    private string? _administrator;

    /// <summary>For whoever is tested: the database's owner and nothing more.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>For the test itself: the administrator, in the same database.</summary>
    public string AdministratorConnectionString { get; private set; } = "";

    /// <summary>Starts what has to be started and makes the database.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var given = ownServer || diskMegabytes is not null ? null : Environment.GetEnvironmentVariable(Setting);
        if (string.IsNullOrEmpty(given))
        {
            _server = new PostgresServer(diskMegabytes);
            given = await _server.UpAsync(cancellationToken);
        }

        await ExecuteAsync(
            given,
            cancellationToken,
            $"create role {_name}",
            $"grant {_name} to current_user",
            $"create database {_name} owner {_name}");
        var database = new NpgsqlConnectionStringBuilder(given) { Database = _name };
        AdministratorConnectionString = database.ConnectionString;
        database.Options = $"{database.Options} -c role={_name}".Trim();
        ConnectionString = database.ConnectionString;
        _administrator = given;
    }

    /// <summary>The folder of a private server.</summary>
    public string Folder => Private().Folder;

    /// <summary>Stops the server, as when it is restarted or breaks. Only for a private one.</summary>
    public Task StopServerAsync(CancellationToken cancellationToken) => Private().DownAsync(cancellationToken);

    /// <summary>Starts the server again, at the same address.</summary>
    public Task StartServerAsync(CancellationToken cancellationToken) => Private().UpAsync(cancellationToken);

    /// <summary>Drops the database, or stops and removes the private server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DownAsync(CancellationToken.None);
            await _server.RemoveAsync(CancellationToken.None);
        }
        else if (_administrator is not null)
        {
            await ExecuteAsync(
                _administrator, CancellationToken.None, $"drop database {_name} with (force)", $"drop role {_name}");
        }
    }

    private static async Task ExecuteAsync(
        string connectionString, CancellationToken cancellationToken, params string[] statements)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private PostgresServer Private() =>
        _server ?? throw new InvalidOperationException("only a private server can be stopped");
}
