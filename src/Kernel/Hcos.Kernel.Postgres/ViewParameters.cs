using Hcos.Kernel.Stores;
using Npgsql;
using NpgsqlTypes;

namespace Hcos.Kernel.Postgres;

/// <summary>The parameters of the view store's statements, in the order of <see cref="ViewSql"/>.</summary>
internal static class ViewParameters
{
    public static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value };

    public static NpgsqlParameter Number(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter[] OfWrite(
        string set, long expected, long position, IReadOnlyList<ViewChange> changes) =>
    [
        Text(set),
        Number(expected),
        Number(position),
        Column(changes, NpgsqlDbType.Text, c => c.View),
        Column(changes, NpgsqlDbType.Text, c => c.Key),
        Column(changes, NpgsqlDbType.Bigint, c => c.From),
        Column(changes, NpgsqlDbType.Json, c => c.Value),
    ];

    /// <summary>The fourth is the key itself; the third is not looked at when the present is asked for.</summary>
    public static NpgsqlParameter[] OfRow(string set, string view, string key, long? at) =>
        [Text(set), Text(view), Number(at ?? 0), Text(key)];

    public static NpgsqlParameter[] OfPage(string set, string view, ViewQuery query) =>
    [
        Text(set),
        Text(view),
        Number(query.At ?? 0),
        Text(query.After ?? ""),
        Column(query.Equal, NpgsqlDbType.Text, f => string.Join('.', ViewRules.Path(f.Key))),
        Column(query.Equal, NpgsqlDbType.Text, f => f.Value),
        Number(query.Limit + 1L),
    ];

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(
        IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. rows.Select(value)] };
}
