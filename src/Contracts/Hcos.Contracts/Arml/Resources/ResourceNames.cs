using System.Text.RegularExpressions;

namespace Hcos.Contracts.Arml.Resources;

/// <summary>The one rule for names that people give: what a DNS label allows, so that it is safe everywhere.</summary>
public static partial class ResourceNames
{
    /// <summary>The longest name, in characters (RFC 1123).</summary>
    public const int LongestName = 63;

    /// <summary>The rule in words, for error messages.</summary>
    public const string Rule =
        "1 to 63 characters: lower-case letters, digits and dashes, beginning and ending with a letter or digit";

    /// <summary>Whether <paramref name="name"/> may be given to a thing.</summary>
    public static bool IsValid(string? name) =>
        name is not null && name.Length is > 0 and <= LongestName && Label().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex Label();
}
