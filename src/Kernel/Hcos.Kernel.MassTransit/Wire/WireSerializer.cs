using System.Collections.Frozen;
using System.Net.Mime;
using System.Runtime.Serialization;
using System.Text;
using MassTransit;
using MassTransit.Serialization;

namespace Hcos.Kernel.MassTransit.Wire;

/// <summary>
/// Puts a <see cref="WireMessage"/> on the transport: its JSON is the body, its kind and name are headers.
/// MassTransit's own envelope would write and parse every batch twice, which costs more than all the rest of the way.
/// </summary>
internal sealed class WireSerializer : ISerializerFactory, IMessageSerializer, IMessageDeserializer
{
    private const string NameHeader = "Hcos-Name";

    private static readonly FrozenDictionary<string, Func<string, byte[], WireMessage>> Kinds =
        new Dictionary<string, Func<string, byte[], WireMessage>>
        {
            [Urn<CommandsMessage>()] = (name, json) => new CommandsMessage(name, json),
            [Urn<BatchMessage>()] = (name, json) => new BatchMessage(name, json),
            [Urn<HeadMessage>()] = (name, json) => new HeadMessage(name, json),
            [Urn<ReplayRequestMessage>()] = (name, json) => new ReplayRequestMessage(name, json),
            [Urn<QuestionMessage>()] = (name, json) => new QuestionMessage(name, json),
            [Urn<AnswerMessage>()] = (name, json) => new AnswerMessage(name, json),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public ContentType ContentType { get; } = new("application/vnd.hcos+json");

    public IMessageSerializer CreateSerializer() => this;

    public IMessageDeserializer CreateDeserializer() => this;

    public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class
    {
        if (context.Message is not WireMessage message)
        {
            throw new SerializationException($"{typeof(T)} does not travel on this bus");
        }

        context.Headers.Set(MessageHeaders.MessageType, Urn<T>());
        context.Headers.Set(NameHeader, message.Name);
        if (context.MessageId is { } id) context.Headers.Set(MessageHeaders.MessageId, id.ToString());
        if (context.RequestId is { } request) context.Headers.Set(MessageHeaders.RequestId, request.ToString());
        if (context.ResponseAddress is { } address) context.Headers.Set(MessageHeaders.ResponseAddress, address);
        return new BytesMessageBody(message.Json);
    }

    public MessageBody GetMessageBody(string text) => new BytesMessageBody(Encoding.UTF8.GetBytes(text));

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(
            receiveContext,
            Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        var types = headers.GetMessageTypes();
        if (types is not [var type] || !Kinds.TryGetValue(type, out var make))
        {
            throw new SerializationException("a message of a kind that does not travel on this bus");
        }

        var message = make(headers.Get<string>(NameHeader) ?? string.Empty, body.GetBytes());
        return new SystemTextJsonSerializerContext(
            SystemTextJsonMessageSerializer.Instance,
            SystemTextJsonMessageSerializer.Options,
            ContentType,
            new RawMessageContext(headers, destinationAddress, default),
            types,
            message: message);
    }

    public void Probe(ProbeContext context) => context.CreateScope("hcos").Add("contentType", ContentType.MediaType);

    private static string Urn<T>() where T : class => MessageUrn.ForTypeString<T>();
}
