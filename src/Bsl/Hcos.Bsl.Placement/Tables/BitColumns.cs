namespace Hcos.Bsl.Placement.Tables;

/// <summary>Sets of names by row: each name that any row has is a bit in one of as many columns as it takes.</summary>
internal sealed class BitColumns(int length)
{
    private const int BitsOfWord = 32;
    private readonly Dictionary<string, int> _bits = new(StringComparer.Ordinal);
    private readonly List<int[]> _words = [];

    /// <summary>How many names there are.</summary>
    public int Count => _bits.Count;

    public void Add(int row, string name)
    {
        if (!_bits.TryGetValue(name, out var bit))
        {
            bit = _bits.Count;
            _bits[name] = bit;
            if (bit / BitsOfWord == _words.Count) _words.Add(new int[length]);
        }

        _words[bit / BitsOfWord][row] |= 1 << (bit % BitsOfWord);
    }

    public void Clear(int row)
    {
        foreach (var word in _words) word[row] = 0;
    }

    /// <summary>The column and the bit of a name; null when no row has it.</summary>
    public (int[] Word, int Bit)? Find(string name) =>
        _bits.TryGetValue(name, out var bit) ? (_words[bit / BitsOfWord], 1 << (bit % BitsOfWord)) : null;
}
