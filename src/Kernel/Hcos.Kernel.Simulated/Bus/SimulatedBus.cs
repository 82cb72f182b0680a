using System.Text.Json;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Simulated.Bus;

/// <summary>
/// The bus of a simulation, for code that wants <see cref="IMessageBus"/>. Nothing moves until
/// <see cref="DeliverDue"/> is called, and then everything happens on the caller's thread.
/// </summary>
public sealed class SimulatedBus : IMessageBus
{
    private const int MostWaiting = 4_096;
    private readonly SimulatedNetwork _network;
    private readonly MessageCatalog _writes;
    private readonly MessageCatalog _reads;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<long, Receiving> _receivers = [];
    private readonly SortedDictionary<long, Asked> _asked = [];

    /// <summary>A bus over a network.</summary>
    /// <param name="network">The network; it may be shared with code that uses it directly.</param>
    /// <param name="catalog">The messages that this end knows.</param>
    /// <param name="time">The virtual clock that the network runs on.</param>
    public SimulatedBus(SimulatedNetwork network, MessageCatalog catalog, TimeProvider time)
        : this(network, catalog, catalog, time)
    {
    }

    /// <summary>A bus whose two ends may know different messages.</summary>
    internal SimulatedBus(SimulatedNetwork network, MessageCatalog writes, MessageCatalog reads, TimeProvider time)
    {
        _network = network;
        _writes = writes;
        _reads = reads;
        _time = time;
    }

    /// <summary>How many messages were dropped because a receiver was slow.</summary>
    public long Dropped => _receivers.Values.Sum(receiving => receiving.Lanes.Sum(lane => lane.Dropped));

    /// <inheritdoc/>
    public Task SendAsync(string layer, IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken) =>
        DoAsync(() => _network.Send(layer, commands), cancellationToken);

    /// <inheritdoc/>
    public Task PublishAsync(EventBatch batch, CancellationToken cancellationToken) =>
        DoAsync(() => _network.Publish(batch), cancellationToken);

    /// <inheritdoc/>
    public Task AnnounceAsync(HeadAnnouncement head, CancellationToken cancellationToken) =>
        DoAsync(() => _network.Announce(head), cancellationToken);

    /// <inheritdoc/>
    public Task RequestReplayAsync(ReplayRequest request, CancellationToken cancellationToken) =>
        DoAsync(() => _network.RequestReplay(request), cancellationToken);

    /// <inheritdoc/>
    public Task ReplayAsync(string consumer, EventBatch batch, CancellationToken cancellationToken) =>
        DoAsync(() => _network.Replay(consumer, batch), cancellationToken);

    /// <inheritdoc/>
    public Task ReplayAsync(string consumer, HeadAnnouncement head, CancellationToken cancellationToken) =>
        DoAsync(() => _network.Replay(consumer, head), cancellationToken);

    /// <inheritdoc/>
    public async Task<TAnswer> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, TimeSpan deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var number = _network.Ask(layer, question);
        var asked = new Asked(layer, _writes.NameOf(question.GetType()), _time.GetUtcNow() + deadline);
        _asked.Add(number, asked);
        using var cancelled = cancellationToken.Register(() => asked.Answer.TrySetCanceled(cancellationToken));
        try
        {
            return JsonSerializer.Deserialize<TAnswer>(await asked.Answer.Task, _reads.Json)!;
        }
        finally
        {
            _asked.Remove(number);
        }
    }

    /// <inheritdoc/>
    public Task<IAsyncDisposable> ConnectAsync(
        string layer, IReadOnlyList<string> consumes, IBusReceiver receiver, CancellationToken cancellationToken)
    {
        var connection = _network.Connect(layer, consumes);
        var receiving = new Receiving(this, connection, receiver);
        _receivers.Add(connection.Number, receiving);
        return Task.FromResult<IAsyncDisposable>(receiving);
    }

    /// <summary>
    /// Delivers what is due now and lets overdue questions fail. Answers how many calls were made; 0 means that
    /// nothing more happens before the clock moves or somebody sends.
    /// </summary>
    public int DeliverDue()
    {
        var now = _time.GetUtcNow();
        var made = 0;
        while (_network.TryDequeue(now, out var delivery)) made += Deliver(delivery);
        foreach (var receiving in _receivers.Values.ToList())
        {
            foreach (var lane in receiving.Lanes) made += lane.Advance();
        }

        foreach (var (number, asked) in _asked.Where(pair => pair.Value.Until <= now).ToList())
        {
            _asked.Remove(number);
            asked.Answer.TrySetException(new TimeoutException($"{asked.Layer} did not answer {asked.Name}"));
        }

        return made;
    }

    private static Task DoAsync(Action act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        act();
        return Task.CompletedTask;
    }

    private int Deliver(SimulatedDelivery delivery)
    {
        if (delivery.Message is SimulatedMessage.Answer answer) return Settle(answer);
        if (!_receivers.TryGetValue(delivery.To!.Number, out var receiving)) return 0;
        var receiver = receiving.Receiver;
        var token = receiving.Disconnected.Token;
        (Lane Lane, Func<ValueTask> Call) next = delivery.Message switch
        {
            SimulatedMessage.Commands commands =>
                (receiving.Commands, () => receiver.CommandsAsync(commands.Envelopes, token)),
            SimulatedMessage.Batch batch => (receiving.Events, () => receiver.BatchAsync(batch.Part, token)),
            SimulatedMessage.Head head => (receiving.Events, () => receiver.HeadAsync(head.Announcement, token)),
            SimulatedMessage.Replay replay =>
                (receiving.Requests, () => receiver.ReplayRequestedAsync(replay.Request, token)),
            SimulatedMessage.Question question =>
                (receiving.Questions, () => BeginAsync(AnswerAsync(receiver, question, token))),
            _ => throw new InvalidOperationException($"{delivery.Message.GetType()} is not delivered to a receiver"),
        };
        next.Lane.Add(next.Call);
        return next.Lane.Advance();
    }

    /// <summary>Questions do not wait for each other; each sends its answer when it has one.</summary>
    private static ValueTask BeginAsync(Task answering) =>
        answering.IsFaulted ? new ValueTask(answering) : ValueTask.CompletedTask;

    private async Task AnswerAsync(
        IBusReceiver receiver, SimulatedMessage.Question asked, CancellationToken cancellationToken)
    {
        string? json = null;
        try
        {
            if (_reads.Read(asked.Name, asked.Json) is { } question)
            {
                json = JsonSerializer.Serialize(
                    await receiver.AskedAsync(question, cancellationToken), AnswerTypeOf(question), _writes.Json);
            }
        }
        catch (Exception)
        {
            // What a receiver throws is its own affair; whoever asked learns only that there is no answer.
        }

        _network.Answer(new SimulatedMessage.Answer(asked.Number, json));
    }

    private int Settle(SimulatedMessage.Answer answer)
    {
        if (!_asked.Remove(answer.Number, out var asked)) return 0;
        if (answer.Json is null) asked.Answer.TrySetException(new QuestionFailedException(asked.Layer, asked.Name));
        else asked.Answer.TrySetResult(answer.Json);
        return 1;
    }

    private static Type AnswerTypeOf(IMessage question) =>
        question.GetType().GetInterfaces()
            .First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuestion<>))
            .GetGenericArguments()[0];

    /// <summary>A question that waits for its answer. Whoever asked goes on within <see cref="DeliverDue"/>.</summary>
    private sealed record Asked(string Layer, string Name, DateTimeOffset Until)
    {
        public TaskCompletionSource<string> Answer { get; } = new();
    }

    private sealed class Receiving(SimulatedBus bus, SimulatedConnection connection, IBusReceiver receiver)
        : IAsyncDisposable
    {
        public IBusReceiver Receiver { get; } = receiver;

        public CancellationTokenSource Disconnected { get; } = new();

        public Lane Commands { get; } = new(MostWaiting);

        public Lane Events { get; } = new(MostWaiting);

        public Lane Requests { get; } = new(MostWaiting);

        public Lane Questions { get; } = new(MostWaiting);

        public Lane[] Lanes => [Commands, Events, Requests, Questions];

        public ValueTask DisposeAsync()
        {
            bus._network.Disconnect(connection);
            bus._receivers.Remove(connection.Number);
            Disconnected.Cancel();
            return ValueTask.CompletedTask;
        }
    }
}
