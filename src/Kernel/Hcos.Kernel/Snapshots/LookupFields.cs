using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Hcos.Kernel.Deciding;

namespace Hcos.Kernel.Snapshots;

/// <summary>
/// What lookups remember. What two fresh ones share is how they were made (options, tables of kinds), not a memory.
/// </summary>
internal sealed class LookupFields
{
    private readonly SortedDictionary<string, (FieldInfo Field, Func<object, object?> Get, Action<object, object?> Set)>
        _fields = new(StringComparer.Ordinal);

    public LookupFields(Func<ILookups> create)
    {
        var (one, other) = (create(), create());
        foreach (var (name, field) in FieldAccess.Of(one.GetType()))
        {
            var get = FieldAccess.Getter(field);
            if (IsShared(get(one), get(other))) continue;
            _fields.Add(name, (field, get, FieldAccess.Setter(field)));
        }
    }

    public IEnumerable<Type> Types => _fields.Values.Select(known => known.Field.FieldType);

    public void Write(ILookups lookups, Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, field) in _fields)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, field.Get(lookups), field.Field.FieldType, options);
        }

        writer.WriteEndObject();
    }

    public void Read(ILookups lookups, ReadOnlySpan<byte> json, JsonSerializerOptions options)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = _fields[reader.GetString()!];
            reader.Read();
            field.Set(lookups, JsonSerializer.Deserialize(ref reader, field.Field.FieldType, options));
        }
    }

    private static bool IsShared(object? one, object? other) =>
        one is not null and not string && ReferenceEquals(one, other)
        && one.GetType().Namespace != typeof(ImmutableList).Namespace;
}
