using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>
/// A layer: one synchronous, single-threaded function over state in memory. Real runs and the simulation call the same
/// <see cref="Step"/>. It reads no clock: log time is an argument. After an exception other than a decider's (which is
/// dealt with inside), the instance is void: load a new one.
/// </summary>
public sealed partial class Layer
{
    private readonly LayerDefinition _definition;
    private readonly LayerOptions _options;
    private readonly MessageCatalog _catalog;
    private readonly ILookups _lookups;
    private readonly List<StreamFamily> _families;
    private readonly Dictionary<string, StreamFamily> _familyByName;
    private readonly SortedList<string, Inbox> _inboxes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (MessageContext Context, long Position)> _latest =
        new(StringComparer.Ordinal);

    private readonly Dictionary<(string Stream, string Key), CommandOwed> _attempts = [];
    private readonly CommandMemory _memory;
    private readonly OwedTable _owed;
    private DateTimeOffset _time = DateTimeOffset.MinValue;
    private DateTimeOffset _began;
    private bool _isOwner;

    /// <summary>Makes a layer without history.</summary>
    /// <param name="definition">What its module declares.</param>
    /// <param name="catalog">Tells which events are public.</param>
    /// <param name="options">Its bounds.</param>
    public Layer(LayerDefinition definition, MessageCatalog catalog, LayerOptions options)
    {
        _definition = definition;
        _catalog = catalog;
        _options = options;
        _lookups = definition.CreateLookups();
        _families = [.. definition.Families.Select(create => create(_lookups))];
        _familyByName = _families.ToDictionary(family => family.Name, StringComparer.Ordinal);
        _memory = new CommandMemory(options.RememberBeyond);
        _owed = new OwedTable(options);
    }

    /// <summary>The layer's name.</summary>
    public string Name => _definition.Name;

    /// <summary>The last position of its own log, committed or on the way.</summary>
    public long Head { get; private set; }

    /// <summary>Its log time: that of the last event, or later.</summary>
    public DateTimeOffset Time => _time;

    /// <summary>The epoch under which it appends; 0 before <see cref="Begin"/>.</summary>
    public long Epoch { get; private set; }

    /// <summary>The position of the event that began the epoch.</summary>
    public long EpochStart { get; private set; }

    /// <summary>When the layer wants a tick at the latest; null when only an input can move it.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var due = HasCaughtUp ? _owed.NextDue : _time + _options.ReplayRepeat;
            return _inboxes.Values.Any(inbox => inbox.HasGap || inbox.Held.Count > 0)
                || _parked.Values.Any(parked => parked.IsResuming)
                ? Earlier(due, _time + TimeSpan.FromMilliseconds(100))
                : due;
        }
    }

    /// <summary>Whether it has consumed what was announced when it began; until then it sends nothing.</summary>
    public bool HasCaughtUp { get; private set; }

    /// <summary>What the layer knows across its streams; for those who check it.</summary>
    internal ILookups Lookups => _lookups;

    /// <summary>All that is owed now, by stream; for those who check the layer.</summary>
    internal IEnumerable<(string Stream, Pending What)> Owes =>
        _owed.Entries.Select(entry => (entry.Stream, entry.What));

    /// <summary>The state of every stream, by its full name; for those who check the layer.</summary>
    internal IEnumerable<(string Stream, object? State)> States =>
        _families.SelectMany(family => family.Streams().Select(stream => (stream, family.State(stream))));

    /// <summary>Takes in the layer's own log, in order, before <see cref="Begin"/>.</summary>
    public void Load(RecordedEvent happened)
    {
        if (happened.Position != Head + 1)
        {
            throw new InvalidOperationException($"{Name}: position {happened.Position} does not follow {Head}");
        }

        TakeIn(happened);
        switch (happened.Body)
        {
            case Owned owned:
                Epoch = owned.Epoch;
                EpochStart = happened.Position;
                break;
            case CommandOwed owed:
                _attempts[(happened.Stream, owed.Key)] = owed;
                break;
            default:
                break;
        }
    }

    /// <summary>Begins an ownership. Whatever is pending from before is owed anew.</summary>
    /// <param name="epoch">The epoch that the store gave.</param>
    /// <param name="positions">The next wanted positions, as committed.</param>
    /// <param name="now">Log time.</param>
    public StepOutput Begin(long epoch, IReadOnlyDictionary<string, long> positions, DateTimeOffset now)
    {
        _time = now > _time ? now : _time;
        _began = _time;
        _lived.Pass(_time);
        _isOwner = true;
        Epoch = epoch;
        EpochStart = Head + 1;
        foreach (var log in _definition.ObservedLogs.Where(log => log != Name))
        {
            var next = positions.TryGetValue(log, out var committed) ? committed : 1;
            _inboxes[log] = new Inbox(log, next, _met.GetValueOrDefault(log));
        }

        var output = new StepOutput();
        Append(
            output, KernelStream, new Owned(epoch), Source.Of(MessageContext.First(DerivedId.OfEvent(Name, Head + 1))));
        OweAgain(output);
        ResumeAgain();
        foreach (var inbox in _inboxes.Values) AskReplay(output, inbox);
        Settle(output);
        return output;
    }

    /// <summary>The one function. Its output must be carried out in order, after the commit of its events.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="now">Log time; never goes back.</param>
    public StepOutput Step(LayerInput input, DateTimeOffset now)
    {
        if (!_isOwner) throw new InvalidOperationException($"{Name}: not begun");
        _time = now > _time ? now : _time;
        _lived.Pass(_time);
        var output = new StepOutput();
        _memory.Forget(_time);
        switch (input)
        {
            case LayerInput.Commanded commanded:
                Command(output, commanded.Command);
                break;
            case LayerInput.Submitted submitted:
                Command(output, new CommandEnvelope(Name, submitted.Context, _time, submitted.Command));
                break;
            case LayerInput.Observed observed:
                Observe(output, observed.Batch);
                break;
            case LayerInput.Announced announced:
                Announced(output, announced.Head);
                break;
            case LayerInput.ReadOwn read:
                GiveMissed(output, Name, read.First, read.Last, read.Events);
                break;
            case LayerInput.Returned returned:
                Returned(output, returned.Run, returned.Result);
                break;
            case LayerInput.Reported reported:
                Deliver(output, reported.Report, MessageContext.First(reported.Id), null, isEarly: false);
                break;
            default:
                break;
        }

        Settle(output);
        return output;
    }

    /// <summary>Answers a question from what the layer knows; null when it does not know the question.</summary>
    public object? Ask(IMessage question) => question is PlanCommand plan
        ? Foresee(plan, _time)
        : _definition.Questions.TryGetValue(question.GetType(), out var answer) ? answer(question, _lookups) : null;

    /// <summary>What an operator wants to know of the layer.</summary>
    public LayerStatus Status() => new(
        Name,
        Epoch,
        Head,
        _time,
        HasCaughtUp,
        [.. _parked.Keys],
        [.. _owed.Entries
            .Where(entry => entry.Attempt >= _options.DegradedFrom)
            .Select(entry => $"{entry.Stream}/{entry.Key}")],
        _owed.Entries.Count(),
        new SortedDictionary<string, long>(
            _inboxes.ToDictionary(pair => pair.Key, pair => pair.Value.Next), StringComparer.Ordinal));

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) =>
        one is { } first && first < other ? first : other;
}

/// <summary>What an operator wants to know of a layer.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Epoch">Its ownership.</param>
/// <param name="Head">The last position of its log.</param>
/// <param name="Time">Its log time.</param>
/// <param name="HasCaughtUp">Whether it has consumed what was announced when it began.</param>
/// <param name="Parked">Streams that rest after a fault.</param>
/// <param name="Degraded">What is owed for the fifth attempt or more.</param>
/// <param name="Owed">How much is owed altogether.</param>
/// <param name="Consumed">The next wanted position of each consumed log.</param>
public sealed record LayerStatus(
    string Layer,
    long Epoch,
    long Head,
    DateTimeOffset Time,
    bool HasCaughtUp,
    IReadOnlyList<string> Parked,
    IReadOnlyList<string> Degraded,
    int Owed,
    IReadOnlyDictionary<string, long> Consumed);
