namespace Hcos.Kernel.Stores;

/// <summary>
/// The order of the bytes of UTF-8, in which every view store sorts keys. It differs from the ordinal order of strings
/// where characters beyond the first 65,536 meet those from U+E000 on.
/// </summary>
public sealed class Utf8Order : IComparer<string>
{
    private const char FirstSurrogate = '\uD800';
    private const char AfterSurrogates = '\uE000';

    private Utf8Order()
    {
    }

    /// <summary>The only value.</summary>
    public static Utf8Order Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return string.CompareOrdinal(x, y);
        var common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length) return x.Length.CompareTo(y.Length);
        return Rank(x[common]).CompareTo(Rank(y[common]));
    }

    // Halves of pairs stand for the highest characters, so they are lifted above those that only look higher.
    private static int Rank(char unit) =>
        unit is >= FirstSurrogate and < AfterSurrogates ? unit + char.MaxValue : unit;
}
