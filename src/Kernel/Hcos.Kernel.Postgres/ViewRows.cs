using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;
using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>Turns database rows into view rows.</summary>
internal static class ViewRows
{
    /// <param name="row">A reader standing on a row.</param>
    /// <param name="first">The column of the key; the bounds and the value follow.</param>
    public static ViewRow Parse(NpgsqlDataReader row, int first) => new(
        row.GetString(first),
        row.GetInt64(first + 1),
        row.IsDBNull(first + 2) ? null : row.GetInt64(first + 2),
        JsonNode.Parse(row.GetFieldValue<byte[]>(first + 3))!.AsObject());

    public static async Task<ViewPage> PageAsync(
        NpgsqlDataReader reader, ViewQuery query, CancellationToken cancellationToken)
    {
        var rows = new List<ViewRow>();
        var position = 0L;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            position = reader.GetInt64(0);
            if (!reader.IsDBNull(1)) rows.Add(Parse(reader, 1));
        }

        var more = rows.Count > query.Limit;
        if (more) rows.RemoveAt(query.Limit);
        return new ViewPage(rows, more ? rows[^1].Key : null, Math.Min(query.At ?? position, position));
    }
}
