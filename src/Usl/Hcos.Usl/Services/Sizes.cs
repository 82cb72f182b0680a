using System.Globalization;

namespace Hcos.Usl.Services;

/// <summary>Amounts of bytes as people write them.</summary>
internal static class Sizes
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("PiB", 1L << 50),
        ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("K", 1L << 10), ("M", 1L << 20), ("G", 1L << 30), ("T", 1L << 40), ("B", 1),
    ];

    /// <summary>Reads <c>134217728</c>, <c>128MiB</c>, <c>1.5GiB</c>; null for anything else.</summary>
    public static long? Parse(string text)
    {
        var trimmed = text.Trim();
        var (unit, factor) = Array.Find(Units, unit => trimmed.EndsWith(unit.Unit, StringComparison.Ordinal));
        var number = unit is null ? trimmed : trimmed[..^unit.Length].TrimEnd();
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!decimal.TryParse(number, Style, CultureInfo.InvariantCulture, out var amount)) return null;
        if (amount is > 1_000_000_000_000_000_000m or < -1_000_000_000_000_000_000m) return null;
        var bytes = amount * (unit is null ? 1 : factor);
        return bytes is >= long.MinValue and <= long.MaxValue && bytes == decimal.Truncate(bytes) ? (long)bytes : null;
    }

    /// <summary>Writes an amount for people: <c>128 MiB</c>.</summary>
    public static string Show(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        var amount = (double)bytes;
        var unit = 0;
        for (; Math.Abs(amount) >= 1024 && unit < units.Length - 1; unit++) amount /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(amount, 1)} {units[unit]}");
    }
}
