using System.Text.Json;
using Hcos.Kernel.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Hcos.Kernel.Postgres;

/// <summary>Turns the events of a commit into columns, in the order of <see cref="EventSql.Commit"/>.</summary>
internal sealed class CommitColumns(MessageCatalog catalog)
{
    public NpgsqlParameter[] Of(
        long epoch, long head, IReadOnlyList<RecordedEvent> events, IReadOnlyDictionary<string, long> positions)
    {
        var moved = positions.ToArray();
        return
        [
            new NpgsqlParameter<long> { TypedValue = epoch },
            new NpgsqlParameter<long> { TypedValue = head },
            Column(events, NpgsqlDbType.Uuid, e => e.Context.Id),
            Column(events, NpgsqlDbType.Text, e => e.Stream),
            Column(events, NpgsqlDbType.Bigint, e => e.Version),
            Column(events, NpgsqlDbType.Text, e => catalog.NameOf(e.Body.GetType())),
            Column(events, NpgsqlDbType.Json, e => Json(e.Body)),
            Column(events, NpgsqlDbType.Text, e => e.Context.Tenant),
            Column(events, NpgsqlDbType.Uuid, e => e.Context.Correlation),
            Column(events, NpgsqlDbType.Uuid, e => e.Context.Causation),
            Column(events, NpgsqlDbType.TimestampTz, e => LogTime.Truncate(e.Time)),
            Column(events, NpgsqlDbType.Text, e => e.Context.Cause?.Log),
            Column(events, NpgsqlDbType.Bigint, e => e.Context.Cause?.Position),
            Column(events, NpgsqlDbType.Text, e => e.Context.Principal),
            Column(events, NpgsqlDbType.Text, e => e.Context.TraceParent),
            Column(moved, NpgsqlDbType.Text, p => p.Key),
            Column(moved, NpgsqlDbType.Bigint, p => p.Value),
            Column(events, NpgsqlDbType.TimestampTz, e => Time(e.SettlesUntil)),
        ];
    }

    private static DateTimeOffset? Time(DateTimeOffset? time) =>
        time is { } known ? LogTime.Truncate(known) : null;

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(
        IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++) column[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = column };
    }

    private byte[] Json(IEvent body) => JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), catalog.Json);
}
