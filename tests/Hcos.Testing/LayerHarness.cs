using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Testing;

/// <summary>
/// Drives one real layer in memory, on a clock that only the test moves. Everything it sends and starts is collected;
/// the test plays the rest of the world.
/// </summary>
public sealed class LayerHarness
{
    private readonly LayerDefinition _definition;
    private readonly MessageCatalog _catalog;
    private readonly LayerOptions _options;
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _heads = new(StringComparer.Ordinal);
    private long _count;
    private Layer _layer;

    /// <summary>Begins a layer without history; the owners of all consumed logs have announced empty logs.</summary>
    public LayerHarness(LayerDefinition definition, MessageCatalog catalog, LayerOptions? options = null)
    {
        _definition = definition;
        _catalog = catalog;
        _options = options ?? new LayerOptions();
        _layer = new Layer(definition, catalog, _options);
        Begin();
    }

    /// <summary>Log time; only the test moves it.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>By how much the clocks of the other layers are ahead.</summary>
    public TimeSpan OthersAhead { get; set; }

    /// <summary>The layer's own log.</summary>
    public List<RecordedEvent> Log { get; } = [];

    /// <summary>Every command sent, repeats included.</summary>
    public List<CommandEnvelope> Commands { get; } = [];

    /// <summary>Every effect started.</summary>
    public List<EffectStart> Effects { get; } = [];

    /// <summary>Everything an operator would have been told.</summary>
    public List<LayerNotice> Notices { get; } = [];

    /// <summary>What the layer says of itself.</summary>
    public LayerStatus Status => _layer.Status();

    /// <summary>The bodies of all events in the log, the kernel's own left out.</summary>
    public IEnumerable<IEvent> Events => Log.Select(happened => happened.Body)
        .Where(body => body.GetType().Assembly != typeof(IEvent).Assembly || body is CommandSettled);

    /// <summary>The events of one type, oldest first.</summary>
    public IReadOnlyList<TEvent> Of<TEvent>() where TEvent : IEvent => [.. Log.Select(e => e.Body).OfType<TEvent>()];

    /// <summary>The latest command of one type that was sent.</summary>
    public CommandEnvelope Sent<TCommand>() where TCommand : ICommand =>
        Commands.Last(command => command.Body is TCommand);

    /// <summary>The latest effect whose request is of one type.</summary>
    public EffectStart Started<TRequest>() => Effects.Last(effect => effect.Request is TRequest);

    /// <summary>A command arrives.</summary>
    /// <param name="command">The command.</param>
    /// <param name="id">Its id; by default a new one.</param>
    /// <param name="within">How long it may be accepted; by default a minute.</param>
    public StepOutput Command(ICommand command, Guid? id = null, TimeSpan? within = null)
    {
        var envelope = new CommandEnvelope(
            _definition.Name,
            MessageContext.First(id ?? NextId()),
            Now + (within ?? TimeSpan.FromMinutes(1)),
            command);
        return Arrive(envelope);
    }

    /// <summary>An envelope arrives, for the first or the second time.</summary>
    public StepOutput Arrive(CommandEnvelope envelope) => Step(new LayerInput.Commanded(envelope));

    /// <summary>Events of another layer arrive, all with the same context.</summary>
    public StepOutput Observe(string log, MessageContext context, params IEvent[] events) =>
        ObserveTogether(log, [.. events.Select(body => (context, body))]);

    /// <summary>Events of another layer arrive in one part of its log, each with a context of its own.</summary>
    public StepOutput ObserveTogether(string log, params (MessageContext Context, IEvent Body)[] events)
    {
        var first = _heads.GetValueOrDefault(log) + 1;
        var recorded = events.Select((happened, index) => new RecordedEvent(
            log, first + index, "any", first + index, Now, 1, happened.Context, null, happened.Body)).ToList();
        _heads[log] = first + events.Length - 1;
        var batch = new EventBatch(log, 1, 1, Now + OthersAhead, first, _heads[log], recorded);
        return Step(new LayerInput.Observed(batch));
    }

    /// <summary>Events of another layer arrive, each a first cause.</summary>
    public StepOutput Observe(string log, params IEvent[] events) =>
        Observe(log, MessageContext.First(NextId()), events);

    /// <summary>The receiver of a command answers it with events.</summary>
    public StepOutput Answer(CommandEnvelope command, params IEvent[] events) =>
        Observe(command.Destination, InAnswerTo(command), events);

    /// <summary>The context of an event by which a receiver answers a command.</summary>
    public MessageContext InAnswerTo(CommandEnvelope command) =>
        command.Context with { Id = NextId(), Causation = command.Context.Id };

    /// <summary>The receiver of a command refuses it.</summary>
    public StepOutput Refuse(CommandEnvelope command, string code, string reason = "no") =>
        Answer(command, new CommandSettled(command.Context.Id, code, reason));

    /// <summary>Asks the layer.</summary>
    public TAnswer Ask<TAnswer>(IQuestion<TAnswer> question) => (TAnswer)_layer.Ask(question)!;

    /// <summary>An effect returns.</summary>
    public StepOutput Return(EffectStart start, object result) => Step(new LayerInput.Returned(start.Run, result));

    /// <summary>An effect under way tells something.</summary>
    public StepOutput Report(object report) => Step(new LayerInput.Reported(NextId(), report));

    /// <summary>Time passes; the other layers announce their heads.</summary>
    public void Advance(TimeSpan time)
    {
        Now += time;
        Announce();
        Step(LayerInput.Ticked.Instance);
    }

    /// <summary>Time passes without the layer noticing; for what happens while it is down.</summary>
    public void Pass(TimeSpan time) => Now += time;

    /// <summary>
    /// The layer stops between two steps and is loaded under a new epoch, from a snapshot of half its log and the rest.
    /// </summary>
    public void Restart()
    {
        var half = Log.Count / 2;
        var earlier = new Layer(_definition, _catalog, _options);
        foreach (var happened in Log.Take(half)) earlier.Load(happened);
        _layer = new Layer(_definition, _catalog, _options);
        if (!_layer.TryRestore(earlier.Capture())) throw new InvalidOperationException("its own snapshot is strange");
        foreach (var happened in Log.Skip(half)) _layer.Load(happened);
        Begin();
    }

    /// <summary>An id that is new and the same in every run.</summary>
    public Guid NextId() => DerivedId.From("harness", $"{++_count}");

    private void Begin()
    {
        Carry(_layer.Begin(_layer.Epoch + 1, _positions, Now));
        Announce();
    }

    private void Announce()
    {
        foreach (var log in _definition.ObservedLogs)
        {
            var head = new HeadAnnouncement(log, 1, 1, Now + OthersAhead, _heads.GetValueOrDefault(log));
            Step(new LayerInput.Announced(head));
        }
    }

    private StepOutput Step(LayerInput input) => Carry(_layer.Step(input, Now));

    private StepOutput Carry(StepOutput output)
    {
        foreach (var happened in output.Events)
        {
            // What is stored is what is read back: every event must survive being written.
            var body = _catalog.Read(_catalog.NameOf(happened.Body.GetType()), _catalog.Write(happened.Body));
            Log.Add(happened with { Body = (IEvent)body! });
        }

        foreach (var (log, next) in output.Positions) _positions[log] = next;
        Commands.AddRange(output.Commands);
        Effects.AddRange(output.Effects);
        Notices.AddRange(output.Notices);
        return output;
    }
}
