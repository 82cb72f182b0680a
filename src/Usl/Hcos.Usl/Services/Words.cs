using System.Text;
using System.Text.Json;

namespace Hcos.Usl.Services;

/// <summary>How names of code are written for people and on the wire.</summary>
internal static class Words
{
    /// <summary><c>MemoryBytes</c> as a JSON member: <c>memoryBytes</c>.</summary>
    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    /// <summary><c>ObserveOnly</c> as a value or option: <c>observe-only</c>.</summary>
    public static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    /// <summary><c>server-task-ended</c> as words: <c>server task ended</c>.</summary>
    public static string Spaced(string kebab) => kebab.Replace('-', ' ');

    /// <summary>The values of an enum as they are written on the wire.</summary>
    public static IReadOnlyList<string> ValuesOf(Type type) => [.. Enum.GetNames(type).Select(Kebab)];

    /// <summary>The noun that an id type belongs to: <c>ServerId</c> gives <c>servers</c>.</summary>
    public static string NounOf(Type idType)
    {
        var noun = new StringBuilder(Kebab(idType.Name[..^"Id".Length]));
        return noun.Append(idType.Name.EndsWith("sId", StringComparison.Ordinal) ? "" : "s").ToString();
    }
}
