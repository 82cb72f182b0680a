using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Hcos.Kernel.Snapshots;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// Writes any state as text by its fields, so that two states can be compared in full. What has no order of its own
/// (sets and dictionaries) is sorted. Remembers the fields of each type it has met.
/// </summary>
internal sealed class StateText
{
    private const BindingFlags Fields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<Type, FieldInfo[]> _fields = [];

    public string Of(object? state)
    {
        var text = new StringBuilder();
        Write(text, state);
        return text.ToString();
    }

    private void Write(StringBuilder text, object? state)
    {
        switch (state)
        {
            case null:
                text.Append("null");
                break;
            case string letters:
                text.Append(letters);
                break;
            case DateTimeOffset time:
                text.Append(time.UtcTicks).Append('@').Append(time.Offset.Ticks);
                break;
            case Delegate:
                text.Append("function");
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case Guid id:
                text.Append(CultureInfo.InvariantCulture, $"{id}");
                break;
            case IFormattable plain when state.GetType().IsPrimitive || state is Enum or TimeSpan or decimal:
                text.Append(plain.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable many:
                WriteMany(text, many);
                break;
            default:
                WriteFields(text, state);
                break;
        }
    }

    private void WriteMany(StringBuilder text, IEnumerable many)
    {
        text.Append('[');
        if (many is IList list)
        {
            foreach (var item in list)
            {
                Write(text, item);
                text.Append(", ");
            }
        }
        else
        {
            var parts = new List<string>();
            foreach (var item in many) parts.Add(Of(item));
            parts.Sort(StringComparer.Ordinal);
            text.AppendJoin(", ", parts);
        }

        text.Append(']');
    }

    private void WriteFields(StringBuilder text, object state)
    {
        var type = state.GetType();
        text.Append(type.Name).Append('{');
        foreach (var field in FieldsOf(type))
        {
            text.Append(field.Name).Append('=');
            Write(text, field.GetValue(state));
            text.Append(", ");
        }

        text.Append('}');
    }

    private FieldInfo[] FieldsOf(Type type)
    {
        if (_fields.TryGetValue(type, out var known)) return known;
        var fields = new List<FieldInfo>();
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            fields.AddRange(
                declaring.GetFields(Fields).Where(field => !field.IsDefined(typeof(DerivedAttribute))));
        }

        return _fields[type] = [.. fields];
    }
}
