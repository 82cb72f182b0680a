using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hcos.Kernel.Messages;

/// <summary>
/// Writes a member declared as <see cref="IEvent"/> or <see cref="ICommand"/> as <c>{"name":…,"data":…}</c>. A name
/// that nobody here knows is read as <see cref="UnknownMessage"/> and counts as internal.
/// </summary>
public sealed class NamedMessageConverterFactory : JsonConverterFactory
{
    private readonly MessageCatalog _catalog;

    /// <summary>Reads and writes the messages of <paramref name="catalog"/>.</summary>
    public NamedMessageConverterFactory(MessageCatalog catalog) => _catalog = catalog;

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(IEvent) || typeToConvert == typeof(ICommand);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        typeToConvert == typeof(IEvent)
            ? new NamedMessageConverter<IEvent>(_catalog)
            : new NamedMessageConverter<ICommand>(_catalog);

    private sealed class NamedMessageConverter<TMessage>(MessageCatalog catalog) : JsonConverter<TMessage>
        where TMessage : class, IMessage
    {
        public override TMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            // As it is always written, it is read straight on; in any other shape it is looked through first.
            var ahead = reader;
            if (!IsName(ref ahead)) return ReadAnyOrder(ref reader, options);
            reader = ahead;
            var name = reader.GetString()!;
            reader.Read();
            reader.Read();
            object message = new UnknownMessage(name);
            if (catalog.TypeOf(name) is { } type) message = JsonSerializer.Deserialize(ref reader, type, options)!;
            else reader.Skip();
            reader.Read();
            return message as TMessage ?? throw new JsonException($"{name} is not a {typeof(TMessage).Name}");
        }

        /// <summary>Whether a name comes first and data next, and nothing else; stands at the name then.</summary>
        private static bool IsName(ref Utf8JsonReader reader)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("name"u8))
            {
                return false;
            }

            if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
            var rest = reader;
            if (!rest.Read() || rest.TokenType != JsonTokenType.PropertyName || !rest.ValueTextEquals("data"u8))
            {
                return false;
            }

            return rest.Read() && rest.TrySkip() && rest.Read() && rest.TokenType == JsonTokenType.EndObject;
        }

        private TMessage ReadAnyOrder(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var name = document.RootElement.GetProperty("name").GetString()!;
            var data = document.RootElement.GetProperty("data");
            var type = catalog.TypeOf(name);
            var message = type is null ? new UnknownMessage(name) : data.Deserialize(type, options);
            return message as TMessage ?? throw new JsonException($"{name} is not a {typeof(TMessage).Name}");
        }

        public override void Write(Utf8JsonWriter writer, TMessage value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("name", catalog.NameOf(value.GetType()));
            writer.WritePropertyName("data");
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }
}

/// <summary>A message of a newer or foreign version; it is carried and ignored.</summary>
/// <param name="Name">The name nobody here knows.</param>
public sealed record UnknownMessage(string Name) : IEvent, ICommand;
