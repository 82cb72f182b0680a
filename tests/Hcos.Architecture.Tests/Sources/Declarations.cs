using System.Text.RegularExpressions;

namespace Hcos.Architecture.Tests.Sources;

/// <summary>Finds namespaces and the types of a file that are not inside others.</summary>
internal static partial class Declarations
{
    /// <summary>The namespaces of a file, with whether they are file-scoped.</summary>
    public static IEnumerable<(string Name, bool IsFileScoped)> Namespaces(string code) =>
        Namespace().Matches(code).Select(match => (match.Groups["name"].Value, match.Groups["end"].Value == ";"));

    /// <summary>
    /// The public types of a file that are not inside others. Shapes are what has no behaviour of its own to speak of:
    /// records, structs, enumerations, interfaces, delegates, exceptions and attributes.
    /// </summary>
    public static IEnumerable<(string Name, bool IsShape)> PublicTypes(string code)
    {
        foreach (Match match in Type().Matches(code))
        {
            var before = code.AsSpan(0, match.Index);
            if (before.Count('{') != before.Count('}')) continue;
            var name = match.Groups["name"].Value;
            var isShape = match.Groups["kind"].Value != "class"
                || name.EndsWith("Exception", StringComparison.Ordinal)
                || name.EndsWith("Attribute", StringComparison.Ordinal);
            yield return (name, isShape);
        }
    }

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)\s*(?<end>[;{])", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"\bpublic\s+(?:(?:sealed|abstract|static|readonly|partial|unsafe|ref|file)\s+)*"
        + @"(?<kind>record\s+struct|record\s+class|class|record|struct|interface|enum|delegate\s+[\w<>?]+)\s+"
        + @"(?<name>\w+)")]
    private static partial Regex Type();
}
