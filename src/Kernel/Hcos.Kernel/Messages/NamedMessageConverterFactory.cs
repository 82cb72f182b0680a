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
