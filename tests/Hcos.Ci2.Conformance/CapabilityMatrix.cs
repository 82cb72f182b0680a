using System.Text;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

/// <summary>
/// <c>docs/capabilities.md</c>: what each driver can do, each cell with the peer that showed it. Rows follow from the
/// seam's own enumerations, so that a new ability is a new row.
/// </summary>
public sealed class CapabilityMatrix
{
    /// <summary>What a cell says of something that a driver does not declare.</summary>
    public const string Absent = "-";

    private const string Corner = "| ability |";
    private static readonly Lock Writing = new();
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, string>> _columns =
        new(StringComparer.Ordinal);

    /// <summary>The rows, in order.</summary>
    public static IReadOnlyList<string> Rows { get; } =
    [
        .. Enum.GetValues<ResourceKind>().Select(kind => $"list {Words(kind)}"),
        .. Enum.GetValues<ResourceKind>().Select(kind => $"make {Words(kind)}"),
        .. Enum.GetValues<DriverAbility>().Select(Words),
    ];

    /// <summary>The drivers that have a column.</summary>
    public IReadOnlyCollection<string> Drivers => _columns.Keys;

    /// <summary>
    /// Where a run writes that counts only when all of it has passed; whoever started the run takes it over then. Null
    /// for none.
    /// </summary>
    public static string? Draft { get; } =
        Environment.GetEnvironmentVariable("HCOS_CAPABILITIES_DRAFT") is { Length: > 0 } file ? file : null;

    /// <summary>Where it is written.</summary>
    public static string File { get; } = Draft ?? Find();

    /// <summary>The column of a driver whose suite ran against a peer.</summary>
    public static IReadOnlyDictionary<string, string> Column(DriverCapabilities capabilities, string peer)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        HashSet<string> declared =
        [
            .. capabilities.Lists.Select(kind => $"list {Words(kind)}"),
            .. capabilities.Ensures.Select(kind => $"make {Words(kind)}"),
            .. capabilities.Abilities.Select(Words),
        ];
        return Rows.ToDictionary(row => row, row => declared.Contains(row) ? peer : Absent, StringComparer.Ordinal);
    }

    /// <summary>Reads a matrix; rows that are lacking are absent.</summary>
    public static CapabilityMatrix Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var matrix = new CapabilityMatrix();
        var lines = text.Split('\n').Where(line => line.StartsWith('|')).Select(Cells).ToList();
        if (lines is not [var head, _, .. var rows]) return matrix;
        for (var index = 1; index < head.Length; index++)
        {
            var column = index;
            matrix._columns[head[index]] = rows.Where(row => row.Length > column)
                .ToDictionary(row => row[0], row => row[column], StringComparer.Ordinal);
        }

        return matrix;
    }

    /// <summary>Where a column differs from what is written: one line for each cell.</summary>
    public IReadOnlyList<string> Differences(string driver, IReadOnlyDictionary<string, string> column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var written = _columns.GetValueOrDefault(driver) ?? new Dictionary<string, string>();
        return
        [
            .. Rows.Concat(written.Keys).Distinct()
                .Select(row => (Row: row, Is: column.GetValueOrDefault(row), Says: written.GetValueOrDefault(row)))
                .Where(cell => cell.Is != cell.Says)
                .Select(cell => $"{driver}, {cell.Row}: written is '{cell.Says}', shown was '{cell.Is}'"),
        ];
    }

    /// <summary>The same matrix with another column.</summary>
    public CapabilityMatrix With(string driver, IReadOnlyDictionary<string, string> column)
    {
        var matrix = new CapabilityMatrix();
        foreach (var (name, cells) in _columns) matrix._columns[name] = cells;
        matrix._columns[driver] = column;
        return matrix;
    }

    /// <summary>Compares a column with the file, or puts it there.</summary>
    /// <returns>The differences that are left.</returns>
    public static IReadOnlyList<string> CheckOrWrite(
        string driver, IReadOnlyDictionary<string, string> column, bool mayWrite)
    {
        lock (Writing)
        {
            var text = System.IO.File.ReadAllText(File);
            var differences = Parse(text).Differences(driver, column);
            if (differences.Count == 0 || !mayWrite) return differences;
            var prose = text[..text.IndexOf(Corner, StringComparison.Ordinal)];
            System.IO.File.WriteAllText(File, prose + Parse(text).With(driver, column).ToString());
            return [];
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Corner).Append(string.Concat(Drivers.Select(driver => $" {driver} |"))).Append('\n');
        text.Append("|---|").Append(string.Concat(Drivers.Select(_ => "---|"))).Append('\n');
        foreach (var row in Rows)
        {
            var cells = _columns.Values.Select(column => $" {column.GetValueOrDefault(row, Absent)} |");
            text.Append(null, $"| {row} |").Append(string.Concat(cells)).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static string Words<T>(T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, at) =>
            char.IsUpper(letter) ? $"{(at == 0 ? "" : " ")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "docs", "capabilities.md");
            if (System.IO.File.Exists(file)) return file;
        }

        throw new InvalidOperationException($"docs/capabilities.md is not above {AppContext.BaseDirectory}");
    }
}
