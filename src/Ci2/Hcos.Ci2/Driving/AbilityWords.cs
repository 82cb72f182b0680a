using System.Text.Json;
using Hcos.Ci2.Drivers;

namespace Hcos.Ci2.Driving;

/// <summary>What a driver can do, in the words of the wire.</summary>
internal static class AbilityWords
{
    /// <summary>What it lists, what it makes, and its abilities.</summary>
    public static IReadOnlyList<string> Of(DriverCapabilities capabilities) =>
    [
        .. capabilities.Lists.Select(kind => $"list {Word(kind)}"),
        .. capabilities.Ensures.Select(kind => $"make {Word(kind)}"),
        .. capabilities.Abilities.Select(ability => Word(ability)),
    ];

    private static string Word<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
