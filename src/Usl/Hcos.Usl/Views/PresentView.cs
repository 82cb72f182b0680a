using System.Collections.Immutable;
using System.Text.Json;
using Hcos.Kernel.Stores;

namespace Hcos.Usl.Views;

/// <summary>
/// The rows of one view in order of key, and where the rows are that have a value in a field. Immutable.
/// </summary>
internal sealed record PresentView
{
    private static readonly Comparer<PresentRow> ByKey =
        Comparer<PresentRow>.Create((one, other) => Utf8Order.Instance.Compare(one.Key, other.Key));

    private static readonly Comparer<Entry> ByValue = Comparer<Entry>.Create((one, other) =>
        string.CompareOrdinal(one.Field, other.Field) is not 0 and var field ? field
        : string.CompareOrdinal(one.Value, other.Value) is not 0 and var value ? value
        : Utf8Order.Instance.Compare(one.Row.Key, other.Row.Key));

    private PresentView()
    {
    }

    public static PresentView Empty { get; } = new();

    private ImmutableSortedSet<PresentRow> Rows { get; init; } = ImmutableSortedSet.Create<PresentRow>(ByKey);

    private ImmutableSortedSet<Entry> Index { get; init; } = ImmutableSortedSet.Create<Entry>(ByValue);

    public PresentRow? Get(string key) =>
        Rows.TryGetValue(PresentRow.Place(key), out var row) ? row : null;

    /// <summary>The rows that have all values, in order of key, after a key; at most so many.</summary>
    public IEnumerable<PresentRow> Where(IReadOnlyList<KeyValuePair<string, string>> equal, string? after)
    {
        var (rows, rest) = Narrowed(equal, after ?? "");
        var paths = rest.Select(pair => (Path: ViewRules.Path(pair.Key), pair.Value)).ToList();
        return paths.Count == 0 ? rows : rows.Where(row => HasAll(row, paths));
    }

    /// <summary>With other rows; null for a row that is no longer there.</summary>
    public PresentView With(IEnumerable<(string Key, PresentRow? Row)> changed, RowFields fields)
    {
        var rows = Rows.ToBuilder();
        var index = Index.ToBuilder();
        foreach (var (key, row) in changed)
        {
            if (rows.TryGetValue(PresentRow.Place(key), out var former))
            {
                rows.Remove(former);
                foreach (var (field, value) in fields.Of(former.Value)) index.Remove(new(field, value, former));
            }

            if (row is null) continue;
            rows.Add(row);
            foreach (var (field, value) in fields.Of(row.Value)) index.Add(new(field, value, row));
        }

        return new PresentView { Rows = rows.ToImmutable(), Index = index.ToImmutable() };
    }

    private static bool HasAll(PresentRow row, List<(string[] Path, string Value)> wanted)
    {
        var isNative = wanted.Exists(pair => pair.Path[0] == "native");
        using var document = JsonDocument.Parse(isNative ? row.Shown : row.Listed);
        return wanted.TrueForAll(pair => ViewRules.TextOf(document.RootElement, pair.Path) == pair.Value);
    }

    /// <summary>Begins with the field that is found at once, if there is one.</summary>
    private (IEnumerable<PresentRow> Rows, IReadOnlyList<KeyValuePair<string, string>> Others) Narrowed(
        IReadOnlyList<KeyValuePair<string, string>> equal, string after)
    {
        foreach (var field in RowFields.Indexed)
        {
            if (!equal.Any(pair => pair.Key == field)) continue;
            var wanted = equal.First(pair => pair.Key == field);
            var rest = equal.Where(pair => pair.Key != wanted.Key || pair.Value != wanted.Value).ToList();
            return (Indexed(wanted.Key, wanted.Value, after), rest);
        }

        return (After(after), equal);
    }

    private IEnumerable<PresentRow> After(string key)
    {
        for (var index = Behind(Rows.IndexOf(PresentRow.Place(key))); index < Rows.Count; index++)
        {
            yield return Rows[index];
        }
    }

    private IEnumerable<PresentRow> Indexed(string field, string value, string after)
    {
        var first = Behind(Index.IndexOf(new(field, value, PresentRow.Place(after))));
        for (var index = first; index < Index.Count; index++)
        {
            var entry = Index[index];
            if (entry.Field != field || entry.Value != value) yield break;
            yield return entry.Row;
        }
    }

    private static int Behind(int found) => found >= 0 ? found + 1 : ~found;

    private readonly record struct Entry(string Field, string Value, PresentRow Row);
}
