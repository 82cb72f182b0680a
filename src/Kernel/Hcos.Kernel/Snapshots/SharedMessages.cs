using System.Text.Json;
using System.Text.Json.Serialization;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Snapshots;

/// <summary>
/// Messages that several states remember: an event is written once, and read as one object again. For one snapshot at
/// a time.
/// </summary>
internal sealed class SharedMessages
{
    private readonly Dictionary<object, int> _written = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _read = [];

    public static bool CanBeShared(Type type) => type is { IsClass: true, IsSealed: true }
        && type.IsAssignableTo(typeof(IMessage));

    public void Clear()
    {
        _written.Clear();
        _read.Clear();
    }

    public JsonConverter ConverterOf(Type message) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(message), this)!;

    /// <summary>A place where a message is remembered: itself the first time, its number later.</summary>
    private sealed class Converter<TMessage>(SharedMessages shared) : JsonConverter<TMessage> where TMessage : class
    {
        public override TMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number) return (TMessage)shared._read[reader.GetInt32()];
            var message = JsonSerializer.Deserialize<TMessage>(ref reader, options)!;
            shared._read.Add(message);
            return message;
        }

        public override void Write(Utf8JsonWriter writer, TMessage value, JsonSerializerOptions options)
        {
            if (shared._written.TryGetValue(value, out var number))
            {
                writer.WriteNumberValue(number);
                return;
            }

            JsonSerializer.Serialize(writer, value, options);
            shared._written.Add(value, shared._written.Count);
        }
    }
}
