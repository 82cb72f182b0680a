using System.Text.Json;

namespace Hcos.Bsl.Servers;

/// <summary>Values of enumerations as people read them: lower-case kebab, as on the wire.</summary>
internal static class Words
{
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
