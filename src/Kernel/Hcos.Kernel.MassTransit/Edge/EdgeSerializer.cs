using System.Net.Mime;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Hcos.Kernel.MassTransit.Edge;

/// <summary>
/// Writes a <see cref="CloudEvent"/> as it is, and reads MassTransit's envelope down to the message, which stays JSON
/// until the operation that it asks for has been found.
/// </summary>
internal sealed class EdgeSerializer : ISerializerFactory, IMessageSerializer, IMessageDeserializer
{
    private const string UrnPrefix = "urn:message:";

    public ContentType ContentType { get; } = SystemTextJsonMessageSerializer.JsonContentType;

    public IMessageSerializer CreateSerializer() => this;

    public IMessageDeserializer CreateDeserializer() => this;

    public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class =>
        context.Message is CloudEvent happened
            ? new BytesMessageBody(happened.Json)
            : throw new SerializationException($"{typeof(T)} is no CloudEvent");

    public MessageBody GetMessageBody(string text) => new BytesMessageBody(Encoding.UTF8.GetBytes(text));

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(
            receiveContext,
            Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        using var envelope = JsonDocument.Parse(body.GetBytes());
        var root = envelope.RootElement;
        var urn = root.GetProperty("messageType").EnumerateArray().First().GetString() ?? "";
        if (!urn.StartsWith(UrnPrefix, StringComparison.Ordinal)) throw new SerializationException("no message type");
        var message = new EdgeCommand(
            urn[UrnPrefix.Length..],
            root.GetProperty("messageId").GetGuid(),
            Encoding.UTF8.GetBytes(root.GetProperty("message").GetRawText()));
        return new SystemTextJsonSerializerContext(
            SystemTextJsonMessageSerializer.Instance,
            SystemTextJsonMessageSerializer.Options,
            ContentType,
            new RawMessageContext(headers, destinationAddress, default),
            [MessageUrn.ForTypeString<EdgeCommand>()],
            message: message);
    }

    public void Probe(ProbeContext context) => context.CreateScope("hcos-edge");
}

/// <summary>A command from outside as it came.</summary>
/// <param name="Type">Namespace and name, as MassTransit writes them.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Json">The content.</param>
internal sealed record EdgeCommand(string Type, Guid Id, byte[] Json);
