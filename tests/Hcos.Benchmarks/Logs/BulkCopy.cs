using System.Text.Json;
using Hcos.Kernel.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Hcos.Benchmarks.Logs;

/// <summary>The ceilings of appending: COPY in thousands, and one statement per event on many connections.</summary>
internal sealed class BulkCopy(string database)
{
    private const string Columns = """
        seq_id, id, stream_id, version, type, data, tenant_id, correlation_id, causation_id, "timestamp",
        cause_log, cause_position, principal, traceparent, epoch
        """;

    private const int PerCopy = 1_000;
    private const int MostConnections = 64;
    private long _position = 1_000_000_000;

    /// <summary>Makes a table as the event store's, beside it.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "create table bench.ceiling (like bench.events including all)", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Appends by COPY, a thousand in a transaction.</summary>
    public async Task<Appended> CopyAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        var count = 0L;
        for (; TimeProvider.System.GetElapsedTime(began) < duration; count += PerCopy)
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                $"copy bench.ceiling ({Columns}) from stdin (format binary)", cancellationToken);
            for (var index = 0; index < PerCopy; index++) await WriteAsync(copy, Next(), cancellationToken);
            await copy.CompleteAsync(cancellationToken);
        }

        return new(count, TimeProvider.System.GetElapsedTime(began));
    }

    /// <summary>Appends by one statement each, on as many connections as there are writers.</summary>
    public async Task<Appended> StatementsAsync(int atOnce, TimeSpan duration, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Math.Min(atOnce, MostConnections)).Select(async _ =>
        {
            await using var connection = await OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                $"""
                insert into bench.ceiling ({Columns})
                select $1, $2, $3, $4, $5, $6::json, $7, $8, $9, $10, $11, $12, $13, $14, $15
                where not exists (select from bench.ceiling where stream_id = $3 and version >= $4)
                """,
                connection);
            var count = 0L;
            for (; TimeProvider.System.GetElapsedTime(began) < duration; count++)
            {
                command.Parameters.Clear();
                foreach (var (value, type) in Values(Next()))
                {
                    command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
                }

                if (count == 0) await command.PrepareAsync(cancellationToken);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return count;
        }));
        return new(counts.Sum(), TimeProvider.System.GetElapsedTime(began));
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter copy, RecordedEvent happened, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        foreach (var (value, type) in Values(happened)) await copy.WriteAsync(value, type, cancellationToken);
    }

    private static IEnumerable<(object Value, NpgsqlDbType Type)> Values(RecordedEvent happened)
    {
        var (context, catalog) = (happened.Context, SampleEvents.Catalog);
        yield return (happened.Position, NpgsqlDbType.Bigint);
        yield return (context.Id, NpgsqlDbType.Uuid);
        yield return (happened.Stream, NpgsqlDbType.Text);
        yield return (happened.Version, NpgsqlDbType.Bigint);
        yield return (catalog.NameOf(happened.Body.GetType()), NpgsqlDbType.Text);
        yield return (
            JsonSerializer.SerializeToUtf8Bytes(happened.Body, happened.Body.GetType(), catalog.Json),
            NpgsqlDbType.Json);
        yield return (context.Tenant, NpgsqlDbType.Text);
        yield return (context.Correlation, NpgsqlDbType.Uuid);
        yield return (context.Causation!.Value, NpgsqlDbType.Uuid);
        yield return (happened.Time, NpgsqlDbType.TimestampTz);
        yield return (context.Cause!.Log, NpgsqlDbType.Text);
        yield return (context.Cause.Position, NpgsqlDbType.Bigint);
        yield return (context.Principal, NpgsqlDbType.Text);
        yield return (context.TraceParent!, NpgsqlDbType.Text);
        yield return (happened.Epoch, NpgsqlDbType.Bigint);
    }

    private RecordedEvent Next()
    {
        var position = Interlocked.Increment(ref _position);
        return SampleEvents.At("bench", 1, position, LogTime.Truncate(TimeProvider.System.GetUtcNow()));
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
