namespace Hcos.Kernel.Postgres;

/// <summary>Where PostgreSQL is and how long to wait. No record, so that no log prints the connection string.</summary>
public sealed class PostgresOptions
{
    /// <summary>An Npgsql connection string. The role needs no more than its own schemas; never superuser.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Put before the name of every schema, so that several platforms can share a database.</summary>
    public string SchemaPrefix { get; init; } = "";

    /// <summary>How long a statement may take before it counts as unanswered.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait before a standby looks again whether a log has become free.</summary>
    public TimeSpan LockRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long an owner's silent connection goes unprobed, by client and server alike.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most connections for reading and for views.</summary>
    public int MaxConnections { get; init; } = 10;
}
