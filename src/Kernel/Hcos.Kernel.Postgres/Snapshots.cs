using System.Security.Cryptography;
using Hcos.Kernel.Stores;
using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>
/// Keeps the one snapshot of a log, over a connection for reading: the owner's own is for its commits.
/// </summary>
internal static class Snapshots
{
    public static Task<LogSnapshot?> ReadAsync(
        Connections connections, EventSql sql, CancellationToken cancellationToken) =>
        connections.RunAsync(
            sql.Snapshot,
            [],
            null,
            async command =>
            {
                await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                if (!await row.ReadAsync(cancellationToken).ConfigureAwait(false) || !row.GetBoolean(3)) return null;
                return new LogSnapshot(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2));
            },
            cancellationToken);

    /// <summary>False when the log is in another epoch, or has not come so far.</summary>
    public static async Task<bool> KeepAsync(
        Connections connections,
        EventSql sql,
        long epoch,
        LogSnapshot snapshot,
        CancellationToken cancellationToken)
    {
        var kept = await KeepOnceAsync().ConfigureAwait(false);
        if (kept is null)
        {
            // The schema was made before there were snapshots.
            await connections.RunAsync(sql.AddSnapshots, [], null, CountAsync, cancellationToken)
                .ConfigureAwait(false);
            kept = await KeepOnceAsync().ConfigureAwait(false);
        }

        return kept == EventSql.HeadRowMatched;

        Task<long?> KeepOnceAsync() =>
            connections.RunAsync(sql.Save, Parameters(epoch, snapshot), null, CountAsync, cancellationToken);

        async Task<long?> CountAsync(NpgsqlCommand command) =>
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
    }

    private static NpgsqlParameter[] Parameters(long epoch, LogSnapshot snapshot) =>
    [
        new NpgsqlParameter<long> { TypedValue = epoch },
        new NpgsqlParameter<long> { TypedValue = snapshot.Position },
        new NpgsqlParameter<string> { TypedValue = snapshot.Shape },
        new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(snapshot.Data) },
        new NpgsqlParameter<byte[]> { TypedValue = snapshot.Data },
    ];
}
