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
        string set, long expected, long position, IReadOnlyList<ViewChange> changes)
    {
        var (ends, areFirst) = Ends(changes);
        return
        [
            Text(set),
            Number(expected),
            Number(position),
            Column(changes, NpgsqlDbType.Text, c => c.View),
            Column(changes, NpgsqlDbType.Text, c => c.Key),
            Column(changes, NpgsqlDbType.Bigint, c => c.From),
            Column(ends, NpgsqlDbType.Bigint, end => end),
            Column(changes, NpgsqlDbType.Json, c => c.Value),
            Column(areFirst, NpgsqlDbType.Boolean, isFirst => isFirst),
        ];
    }

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

    /// <summary>Where each change ends within the write, and whether it is the first of its row.</summary>
    private static (long?[] Ends, bool[] AreFirst) Ends(IReadOnlyList<ViewChange> changes)
    {
        var ends = new long?[changes.Count];
        var areFirst = new bool[changes.Count];
        var latest = new Dictionary<(string, string), int>(changes.Count);
        for (var index = 0; index < changes.Count; index++)
        {
            var row = (changes[index].View, changes[index].Key);
            areFirst[index] = !latest.TryGetValue(row, out var before);
            if (!areFirst[index]) ends[before] = changes[index].From;
            latest[row] = index;
        }

        return (ends, areFirst);
    }

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(
        IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. rows.Select(value)] };
}
