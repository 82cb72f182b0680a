using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hcos.Kernel.Messages;

/// <summary>
/// An id of one kind of thing. On the wire it is an opaque string (the 32 hexadecimal digits with dashes).
/// </summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface ITypedId<TSelf> where TSelf : struct, ITypedId<TSelf>
{
    /// <summary>The 128 bits of the id.</summary>
    Guid Value { get; }

    /// <summary>Wraps <paramref name="value"/>.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>Reads and writes every <see cref="ITypedId{TSelf}"/> as a plain string.</summary>
public sealed class TypedIdConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        Array.Exists(
            typeToConvert.GetInterfaces(),
            i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(TypedIdConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class TypedIdConverter<TId> : JsonConverter<TId> where TId : struct, ITypedId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TId.From(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override TId ReadAsPropertyName(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TId.From(Guid.Parse(reader.GetString()!));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value.ToString());
    }
}
