using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Testing;

/// <summary>
/// Several real layers, and fakes for the rest of the world, joined in memory on one virtual clock. Deliveries can be
/// repeated, layers restarted between any two steps, and the first attempt of every command can fail.
/// </summary>
public sealed class LayerNetwork
{
    private const int MostDeliveries = 200_000;
    private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly MessageCatalog _catalog;
    private readonly LayerOptions _options;
    private readonly Queue<Action> _deliveries = new();
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private long _count;

    /// <summary>Begins without layers.</summary>
    public LayerNetwork(MessageCatalog catalog, LayerOptions? options = null)
    {
        _catalog = catalog;
        _options = options ?? new LayerOptions();
    }

    /// <summary>Every command and every batch arrives twice.</summary>
    public bool RepeatsDeliveries { get; init; }

    /// <summary>Every layer is loaded from its log again after each step that appended something.</summary>
    public bool RestartsSteps { get; init; }

    /// <summary>The first attempt of every command between layers arrives too late.</summary>
    public bool FailsCommandsOnce { get; init; }

    /// <summary>Virtual time.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Adds a real layer.</summary>
    public LayerNetwork Add(LayerDefinition definition)
    {
        var node = new Node(definition.Name) { Definition = definition };
        _nodes.Add(definition.Name, node);
        return this;
    }

    /// <summary>Adds a fake: it answers each command, told once, with events of its own log.</summary>
    public LayerNetwork AddFake(string name, Func<CommandEnvelope, IReadOnlyList<IEvent>>? answer = null)
    {
        _nodes.Add(name, new Node(name) { Answer = answer ?? (_ => []) });
        return this;
    }

    /// <summary>Starts all layers.</summary>
    public LayerNetwork Start()
    {
        foreach (var node in _nodes.Values.Where(node => node.Definition is not null)) Restart(node);
        Announce();
        Deliver();
        return this;
    }

    /// <summary>The events of one log, the kernel's own left out.</summary>
    public IReadOnlyList<IEvent> EventsOf(string layer) => [.. _nodes[layer].Log
        .Select(happened => happened.Body)
        .Where(body => body.GetType().Assembly != typeof(IEvent).Assembly || body is CommandSettled)];

    /// <summary>One log, the kernel's own events included.</summary>
    public IReadOnlyList<RecordedEvent> LogOf(string layer) => _nodes[layer].Log;

    /// <summary>The events of one type in all logs, each log in order.</summary>
    public IReadOnlyList<TEvent> Of<TEvent>() where TEvent : IEvent =>
        [.. _nodes.Values.SelectMany(node => node.Log).Select(happened => happened.Body).OfType<TEvent>()];

    /// <summary>What a layer says of itself.</summary>
    public LayerStatus StatusOf(string layer) => _nodes[layer].Layer!.Status();

    /// <summary>What operators would have been told, parked streams and defects above all.</summary>
    public IReadOnlyList<LayerNotice> Notices => [.. _nodes.Values.SelectMany(node => node.Notices)];

    /// <summary>Asks a layer.</summary>
    public TAnswer Ask<TAnswer>(string layer, IQuestion<TAnswer> question) =>
        (TAnswer)_nodes[layer].Layer!.Ask(question)!;

    /// <summary>Sends a command from outside and delivers everything that follows at once. Answers its id.</summary>
    public Guid Send(string layer, ICommand command)
    {
        var context = MessageContext.First(NextId());
        var envelope = new CommandEnvelope(layer, context, Now + TimeSpan.FromMinutes(1), command);
        _deliveries.Enqueue(() => Arrive(envelope, mayFail: false));
        Deliver();
        return context.Id;
    }

    /// <summary>A fake's log grows, and everything that follows at once is delivered.</summary>
    public void Tell(string fake, params IEvent[] events)
    {
        Record(_nodes[fake], MessageContext.First(NextId()), events);
        Deliver();
    }

    /// <summary>A fake's log grows later in the delivery that is under way, by what a command began.</summary>
    public void TellLater(string fake, CommandEnvelope command, params IEvent[] events)
    {
        var context = command.Context with { Id = NextId(), Causation = NextId() };
        _deliveries.Enqueue(() => Record(_nodes[fake], context, events));
    }

    /// <summary>Time passes in steps of a quarter of a second until <paramref name="condition"/> holds.</summary>
    /// <returns>Whether it held within <paramref name="limit"/>.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan? limit = null)
    {
        var end = Now + (limit ?? TimeSpan.FromMinutes(10));
        while (!condition())
        {
            if (Now >= end) return false;
            Pass(TimeSpan.FromMilliseconds(250));
        }

        return true;
    }

    /// <summary>Time passes, and everything that is due then happens.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        Announce();
        foreach (var node in _nodes.Values.Where(node => node.Layer is not null))
        {
            Step(node, LayerInput.Ticked.Instance);
        }

        Deliver();
    }

    /// <summary>An id that is new and the same in every run.</summary>
    public Guid NextId() => DerivedId.From("network", $"{++_count}");

    private void Deliver()
    {
        for (var left = MostDeliveries; _deliveries.TryDequeue(out var delivery); left--)
        {
            if (left == 0) throw new InvalidOperationException("the layers do not come to rest");
            delivery();
        }
    }

    private void Announce()
    {
        foreach (var node in _nodes.Values)
        {
            var head = new HeadAnnouncement(node.Name, node.Epoch, node.EpochStart, Now, node.Log.Count);
            foreach (var consumer in ConsumersOf(node)) Step(consumer, new LayerInput.Announced(head));
        }
    }

    private void Arrive(CommandEnvelope envelope, bool mayFail = true)
    {
        var node = _nodes[envelope.Destination];
        var isFirst = _failed.Add($"{envelope.Context.Cause} {_catalog.Write(envelope.Body)}");
        if (mayFail && FailsCommandsOnce && isFirst) envelope = envelope with { NotAfter = DateTimeOffset.MinValue };
        var times = RepeatsDeliveries ? 2 : 1;
        for (var i = 0; i < times; i++)
        {
            if (node.Layer is not null) Step(node, new LayerInput.Commanded(envelope));
            else if (node.Seen.Add(envelope.Context.Id)) Answer(node, envelope);
        }
    }

    private void Answer(Node fake, CommandEnvelope envelope)
    {
        IReadOnlyList<IEvent> events = envelope.NotAfter < Now
            ? [new CommandSettled(envelope.Context.Id, SettledCodes.Expired, "late")]
            : fake.Answer!(envelope);
        Record(fake, envelope.Context with { Id = NextId(), Causation = envelope.Context.Id }, events);
    }

    private void Record(Node fake, MessageContext context, IReadOnlyList<IEvent> events)
    {
        if (events.Count == 0) return;
        var first = fake.Log.Count + 1;
        foreach (var body in events)
        {
            fake.Log.Add(new RecordedEvent(
                fake.Name, fake.Log.Count + 1, "any", fake.Log.Count + 1, Now, 1, context, null, Written(body)));
        }

        Publish(fake, first);
    }

    private void Publish(Node node, long first)
    {
        var batch = BatchOf(node, first);
        foreach (var consumer in ConsumersOf(node))
        {
            _deliveries.Enqueue(() => Step(consumer, new LayerInput.Observed(batch)));
            if (RepeatsDeliveries) _deliveries.Enqueue(() => Step(consumer, new LayerInput.Observed(batch)));
        }
    }

    private EventBatch BatchOf(Node node, long first) => new(
        node.Name,
        node.Epoch,
        node.EpochStart,
        Now,
        first,
        node.Log.Count,
        [.. node.Log.Skip((int)first - 1).Where(happened => _catalog.IsPublic(happened.Body.GetType()))]);

    private IEnumerable<Node> ConsumersOf(Node node) => _nodes.Values
        .Where(other => other.Definition?.ObservedLogs.Contains(node.Name) == true && other.Layer is not null);

    private void Restart(Node node)
    {
        node.Layer = new Layer(node.Definition!, _catalog, _options);
        foreach (var happened in node.Log) node.Layer.Load(happened);
        var output = node.Layer.Begin(node.Layer.Epoch + 1, node.Positions, Now);
        (node.Epoch, node.EpochStart) = (node.Layer.Epoch, node.Layer.EpochStart);
        Carry(node, output);
        foreach (var other in _nodes.Values.Where(other => node.Definition!.ObservedLogs.Contains(other.Name)))
        {
            var head = new HeadAnnouncement(other.Name, other.Epoch, other.EpochStart, Now, other.Log.Count);
            Carry(node, node.Layer.Step(new LayerInput.Announced(head), Now));
        }
    }

    private void Step(Node node, LayerInput input)
    {
        var output = node.Layer!.Step(input, Now);
        Carry(node, output);
        if (RestartsSteps && output.Events.Exists(happened => happened.Body is not LogMet)) Restart(node);
    }

    private void Carry(Node node, StepOutput output)
    {
        foreach (var happened in output.Events) node.Log.Add(happened with { Body = Written(happened.Body) });
        foreach (var (log, next) in output.Positions) node.Positions[log] = next;
        node.Notices.AddRange(output.Notices);
        if (output.Events.Count > 0) Publish(node, output.Events[0].Position);
        foreach (var command in output.Commands) _deliveries.Enqueue(() => Arrive(command));
        foreach (var replay in output.Replays.Where(replay => _nodes.ContainsKey(replay.Log)))
        {
            _deliveries.Enqueue(() => Step(node, new LayerInput.Observed(BatchOf(_nodes[replay.Log], replay.From))));
        }
    }

    // What is stored is what is read back: every event must survive being written.
    private IEvent Written(IEvent body) =>
        (IEvent)_catalog.Read(_catalog.NameOf(body.GetType()), _catalog.Write(body))!;

    private sealed class Node(string name)
    {
        public string Name { get; } = name;

        public LayerDefinition? Definition { get; init; }

        public Func<CommandEnvelope, IReadOnlyList<IEvent>>? Answer { get; init; }

        public Layer? Layer { get; set; }

        public long Epoch { get; set; } = 1;

        public long EpochStart { get; set; } = 1;

        public List<RecordedEvent> Log { get; } = [];

        public SortedDictionary<string, long> Positions { get; } = new(StringComparer.Ordinal);

        public List<LayerNotice> Notices { get; } = [];

        public HashSet<Guid> Seen { get; } = [];
    }
}
