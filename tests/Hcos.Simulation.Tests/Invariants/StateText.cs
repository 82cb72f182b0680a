using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// Writes any state as text by its fields, so that two states can be compared in full. What has no order of its own
/// (sets and dictionaries) is sorted.
/// </summary>
internal static class StateText
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static string Of(object? state) => state switch
    {
        null => "null",
        string text => text,
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        Delegate => "function",
        IFormattable plain when state.GetType().IsPrimitive || state is Guid or Enum or TimeSpan or decimal =>
            plain.ToString(null, CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        IEnumerable many => OfMany(many),
        _ => OfFields(state),
    };

    private static string OfMany(IEnumerable many)
    {
        var isList = many is IList;
        var parts = new List<string>();
        foreach (var item in many) parts.Add(Of(item));
        if (!isList) parts.Sort(StringComparer.Ordinal);
        return $"[{string.Join(", ", parts)}]";
    }

    private static string OfFields(object state)
    {
        var type = state.GetType();
        var parts = new List<string>();
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            parts.AddRange(declaring.GetFields(Fields | BindingFlags.DeclaredOnly)
                .Select(field => $"{field.Name}={Of(field.GetValue(state))}"));
        }

        return $"{type.Name}{{{string.Join(", ", parts)}}}";
    }
}
