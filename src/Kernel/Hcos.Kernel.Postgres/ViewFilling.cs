using Hcos.Kernel.Stores;
using Npgsql;
using NpgsqlTypes;

namespace Hcos.Kernel.Postgres;

/// <summary>Fills a whole set of views in one transaction, by the protocol for bulk data.</summary>
internal static class ViewFilling
{
    public static async Task FillAsync(
        NpgsqlConnection connection,
        ViewSql sql,
        string set,
        IAsyncEnumerable<ViewVersion> versions,
        Func<long> position,
        CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var rows = await connection.BeginBinaryImportAsync(sql.Fill, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            await foreach (var version in versions.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await WriteAsync(rows, set, ViewRules.Fit(version), cancellationToken).ConfigureAwait(false);
            }

            await rows.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        await using var filled = new NpgsqlCommand(sql.Filled, connection, transaction);
        filled.Parameters.Add(ViewParameters.Text(set));
        filled.Parameters.Add(ViewParameters.Number(position()));
        if (await filled.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != 1)
        {
            throw new ViewConflictException($"set {set} does not stand at 0");
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter rows, string set, ViewVersion version, CancellationToken cancellationToken)
    {
        await rows.StartRowAsync(cancellationToken).ConfigureAwait(false);
        await rows.WriteAsync(set, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await rows.WriteAsync(version.View, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await rows.WriteAsync(version.Key, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await rows.WriteAsync(version.From, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
        if (version.To is { } until)
        {
            await rows.WriteAsync(until, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await rows.WriteNullAsync(cancellationToken).ConfigureAwait(false);
        }

        await rows.WriteAsync(version.Value, NpgsqlDbType.Json, cancellationToken).ConfigureAwait(false);
    }
}
