using System.Globalization;

namespace Hcos.Cie.Simulators.HyperV.Wql;

/// <summary>How values are compared: numbers as numbers, everything else without regard to case.</summary>
internal static class WqlComparison
{
    public static bool Holds(string value, string operation, string wanted)
    {
        if (operation == "LIKE")
        {
            return IsLike(value, wanted);
        }

        var order = decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
            && decimal.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
                ? left.CompareTo(right)
                : string.Compare(value, wanted, StringComparison.OrdinalIgnoreCase);
        return operation switch
        {
            "=" => order == 0,
            "!=" or "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    /// <summary><c>%</c> stands for any text. Parts are looked for in turn: no backtracking, no bad case.</summary>
    internal static bool IsLike(string value, string pattern)
    {
        var parts = pattern.Split('%');
        if (parts.Length == 1)
        {
            return string.Equals(value, pattern, StringComparison.OrdinalIgnoreCase);
        }

        if (!value.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = value.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0) return false;
            at = found + part.Length;
        }

        return value.Length - at >= parts[^1].Length && value.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
