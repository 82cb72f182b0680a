using System.Runtime.CompilerServices;
using System.Text.Json;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.MassTransit.Wire;

/// <summary>Turns messages into their wire form and back. Throws on what it cannot read.</summary>
internal sealed class WireFormat
{
    private readonly MessageCatalog _writes;
    private readonly MessageCatalog _reads;
    private readonly ConditionalWeakTable<byte[], EventBatch> _read = [];

    /// <summary>Two catalogs, because the two ends of a bus may be of different versions.</summary>
    public WireFormat(MessageCatalog writes, MessageCatalog reads)
    {
        _writes = writes;
        _reads = reads;
    }

    public CommandsMessage Commands(string layer, IReadOnlyList<CommandEnvelope> commands) =>
        new(layer, Write(commands));

    public BatchMessage Batch(EventBatch batch) => new(batch.Log, Write(batch));

    public HeadMessage Head(HeadAnnouncement head) => new(head.Log, Write(head));

    public ReplayRequestMessage ReplayRequest(ReplayRequest request) => new(request.Log, Write(request));

    public QuestionMessage Question(IMessage question) =>
        new(
            _writes.NameOf(question.GetType()),
            JsonSerializer.SerializeToUtf8Bytes(question, question.GetType(), _writes.Json));

    /// <summary>Writes an answer in the shape that the question's type announces.</summary>
    public AnswerMessage Answer(string name, IMessage question, object? answer) =>
        new(name, JsonSerializer.SerializeToUtf8Bytes(answer, AnswerTypeOf(question), _writes.Json));

    /// <summary>
    /// Within one process every receiver is given the same bytes; they are read once, and what is read never changes.
    /// </summary>
    public EventBatch ReadBatch(BatchMessage message) => _read.GetValue(message.Json, Read<EventBatch>);

    public HeadAnnouncement ReadHead(HeadMessage message) => Read<HeadAnnouncement>(message.Json);

    public ReplayRequest ReadReplayRequest(ReplayRequestMessage message) => Read<ReplayRequest>(message.Json);

    public IMessage? ReadQuestion(QuestionMessage message) =>
        _reads.TypeOf(message.Name) is { } type
            ? (IMessage?)JsonSerializer.Deserialize(message.Json, type, _reads.Json)
            : null;

    public TAnswer ReadAnswer<TAnswer>(byte[] json) => JsonSerializer.Deserialize<TAnswer>(json, _reads.Json)!;

    /// <summary>
    /// Reads commands one by one: one that cannot be read must not take its neighbours with it, for all of them would
    /// be sent again together, for ever.
    /// </summary>
    public IReadOnlyList<CommandEnvelope> ReadCommands(CommandsMessage message, Action<Exception> unreadable)
    {
        using var document = JsonDocument.Parse(message.Json);
        var commands = new List<CommandEnvelope>(document.RootElement.GetArrayLength());
        foreach (var element in document.RootElement.EnumerateArray())
        {
            try
            {
                commands.Add(Known(element.Deserialize<CommandEnvelope>(_reads.Json)));
            }
            catch (Exception exception)
            {
                unreadable(exception);
            }
        }

        return commands;
    }

    private static Type AnswerTypeOf(IMessage question) =>
        question.GetType().GetInterfaces()
            .First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuestion<>))
            .GetGenericArguments()[0];

    private static TMessage Known<TMessage>(TMessage? message) =>
        message ?? throw new JsonException($"null is not a {typeof(TMessage).Name}");

    private byte[] Write<TMessage>(TMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, _writes.Json);

    private TMessage Read<TMessage>(byte[] json) => Known(JsonSerializer.Deserialize<TMessage>(json, _reads.Json));
}
