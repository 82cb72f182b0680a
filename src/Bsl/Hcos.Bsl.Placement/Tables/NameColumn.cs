namespace Hcos.Bsl.Placement.Tables;

/// <summary>A name by row, as numbers from 0; -1 where there is none.</summary>
internal sealed class NameColumn(int length)
{
    public const int None = -1;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int[] Numbers { get; } = NoneOf(length);

    /// <summary>How many names there are.</summary>
    public int Count => _numbers.Count;

    public void Set(int row, string? name)
    {
        if (name is null)
        {
            Numbers[row] = None;
            return;
        }

        if (!_numbers.TryGetValue(name, out var number)) _numbers[name] = number = _numbers.Count;
        Numbers[row] = number;
    }

    /// <summary>The number of a name; null when no row has it.</summary>
    public int? Find(string name) => _numbers.TryGetValue(name, out var number) ? number : null;

    private static int[] NoneOf(int length)
    {
        var numbers = new int[length];
        Array.Fill(numbers, None);
        return numbers;
    }
}
