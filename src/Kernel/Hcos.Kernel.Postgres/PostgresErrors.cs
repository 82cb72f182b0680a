using Hcos.Kernel.Stores;
using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>Tells a store that is away from one that answers an error.</summary>
internal static class PostgresErrors
{
    private const string AdminShutdownClass = "57P";
    private const string ConnectionClass = "08";
    private const string ResourcesClass = "53";

    /// <summary>
    /// Whether the server did not answer, or answered that it cannot serve now: it starts or stops, has no room, or is
    /// a standby that only reads.
    /// </summary>
    public static bool IsUnavailable(Exception error) => error switch
    {
        PostgresException refused => refused.SqlState.StartsWith(AdminShutdownClass, StringComparison.Ordinal)
            || refused.SqlState.StartsWith(ConnectionClass, StringComparison.Ordinal)
            || refused.SqlState.StartsWith(ResourcesClass, StringComparison.Ordinal)
            || refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException or TimeoutException or IOException => true,
        _ => false,
    };

    /// <summary>Whether the log or view has never been written: its schema is not there yet.</summary>
    public static bool IsAbsent(Exception error) =>
        error is PostgresException
        {
            SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName,
        };

    public static StoreUnavailableException Unavailable(Exception error) => new(Reason(error), error);

    /// <summary>Why the server does not serve, in words for whoever has to mend it.</summary>
    public static string Reason(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => StoreUnavailableException.NoRoom,
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            "PostgreSQL takes no more connections",
        _ => $"PostgreSQL cannot be reached: {error.Message}",
    };
}
