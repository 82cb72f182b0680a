using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hcos.Kernel.Snapshots;

/// <summary>
/// Sets, and dictionaries whatever their keys are: written as lists, read with the comparer they always have here
/// (text is compared by its code units).
/// </summary>
internal sealed class SortedCollectionConverterFactory(SharedMessages shared) : JsonConverterFactory
{
    private static readonly Type[] Kinds =
    [
        typeof(Dictionary<,>), typeof(SortedDictionary<,>), typeof(ImmutableSortedDictionary<,>),
        typeof(IReadOnlyDictionary<,>), typeof(HashSet<>), typeof(SortedSet<>), typeof(ImmutableSortedSet<>),
        typeof(IReadOnlySet<>),
    ];

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && Kinds.Contains(typeToConvert.GetGenericTypeDefinition());

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var arguments = typeToConvert.GetGenericArguments();
        if (arguments.Length == 1)
        {
            var set = typeof(SetConverter<,>).MakeGenericType(typeToConvert, arguments[0]);
            return (JsonConverter)Activator.CreateInstance(set)!;
        }

        var values = SharedMessages.CanBeShared(arguments[1]) ? shared.ConverterOf(arguments[1]) : null;
        var dictionary = typeof(DictionaryConverter<,,>).MakeGenericType(typeToConvert, arguments[0], arguments[1]);
        return (JsonConverter)Activator.CreateInstance(dictionary, values)!;
    }

    private sealed class SetConverter<TSet, TItem> : JsonConverter<TSet>
        where TSet : class, IEnumerable<TItem>
    {
        private static readonly IComparer<TItem>? Order = (object)StringComparer.Ordinal as IComparer<TItem>;

        private static readonly IEqualityComparer<TItem>? Equality =
            (object)StringComparer.Ordinal as IEqualityComparer<TItem>;

        public override TSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var items = JsonSerializer.Deserialize<List<TItem>>(ref reader, options)!;
            object set = typeof(TSet).GetGenericTypeDefinition() switch
            {
                var kind when kind == typeof(SortedSet<>) => new SortedSet<TItem>(items, Order),
                var kind when kind == typeof(ImmutableSortedSet<>) =>
                    ImmutableSortedSet.CreateRange(Order, items),
                _ => new HashSet<TItem>(items, Equality),
            };
            return (TSet)set;
        }

        public override void Write(Utf8JsonWriter writer, TSet value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value) JsonSerializer.Serialize(writer, item, options);
            writer.WriteEndArray();
        }
    }

    private sealed class DictionaryConverter<TDictionary, TKey, TValue>(JsonConverter<TValue>? values)
        : JsonConverter<TDictionary>
        where TDictionary : class, IEnumerable<KeyValuePair<TKey, TValue>>
        where TKey : notnull
    {
        private static readonly IComparer<TKey>? Order = (object)StringComparer.Ordinal as IComparer<TKey>;

        private static readonly IEqualityComparer<TKey>? Equality =
            (object)StringComparer.Ordinal as IEqualityComparer<TKey>;

        public override TDictionary Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var items = new List<KeyValuePair<TKey, TValue>>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var key = JsonSerializer.Deserialize<TKey>(ref reader, options)!;
                reader.Read();
                var value = values is null || reader.TokenType == JsonTokenType.Null
                    ? JsonSerializer.Deserialize<TValue>(ref reader, options)
                    : values.Read(ref reader, typeof(TValue), options);
                items.Add(new(key, value!));
            }

            return (TDictionary)Make(items);
        }

        public override void Write(Utf8JsonWriter writer, TDictionary value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var (key, item) in value)
            {
                JsonSerializer.Serialize(writer, key, options);
                if (values is null || item is null) JsonSerializer.Serialize(writer, item, options);
                else values.Write(writer, item, options);
            }

            writer.WriteEndArray();
        }

        private static object Make(List<KeyValuePair<TKey, TValue>> items)
        {
            var kind = typeof(TDictionary).GetGenericTypeDefinition();
            if (kind == typeof(ImmutableSortedDictionary<,>))
            {
                return ImmutableSortedDictionary.CreateRange(Order, items);
            }

            if (kind != typeof(SortedDictionary<,>)) return new Dictionary<TKey, TValue>(items, Equality);
            var sorted = new SortedDictionary<TKey, TValue>(Order);
            foreach (var (key, value) in items) sorted.Add(key, value);
            return sorted;
        }
    }
}
