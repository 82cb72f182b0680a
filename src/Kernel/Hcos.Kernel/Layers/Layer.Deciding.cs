using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>Putting messages before deciders, and appending what they decide.</summary>
public sealed partial class Layer
{
    private const string KernelStream = "kernel";

    private readonly Queue<RecordedEvent> _cascade = new();
    private readonly SortedSet<string> _dirty = new(StringComparer.Ordinal);

    private void Command(StepOutput output, CommandEnvelope command)
    {
        if (_memory.IsAnswered(command.Context.Id)) return;
        if (_time > command.NotAfter)
        {
            Answer(output, command, SettledCodes.Expired, "it arrived after its time; send it again");
            return;
        }

        if (command.Body is IResumesStream resumes)
        {
            Resume(output, command, resumes.Parked);
            return;
        }

        try
        {
            var (family, routed) = Destination(command.Body);
            if (family is null || routed is null)
            {
                Answer(output, command, SettledCodes.Unknown, $"{Name} knows no such command");
                return;
            }

            Command(output, command, family, routed);
        }
#pragma warning disable CA1031 // What a decider throws is a defect of ours: the command is settled, nobody is harmed.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            output.Notices.Add(new LayerNotice(NoticeKind.Defect, command.Body.GetType().Name, thrown.ToString()));
            Answer(output, command, SettledCodes.Defect, "a defect of HCOS itself; see its log");
        }
    }

    private void Command(StepOutput output, CommandEnvelope command, StreamFamily family, RoutedMessage routed)
    {
        var stream = routed.Stream;
        if (IsUnseenRemoval(family, stream, command.Body))
        {
            var until = ((IRemoves)command.Body).CreateNotAfter ?? _time + _options.GoneMark;
            Append(output, KernelStream, new Gone(stream, until), Source.Of(command.Context));
            Answer(output, command, SettledCodes.Done, null);
            return;
        }

        if (Closed(family, stream, _time) is var (code, reason))
        {
            Answer(output, command, code, reason);
            return;
        }

        switch (family.Decide(stream, new Given(routed.Message, _time, command.Context)))
        {
            case Decision.Refusal refusal:
                Answer(output, command, refusal.Code, refusal.Reason);
                break;
            case Decision.Happened happened:
                AnswerByEvents(output, command, stream, happened.Events);
                break;
            default:
                throw new InvalidOperationException("a decision is a list of events or a refusal");
        }
    }

    /// <summary>Whether a command removes what this layer has never heard of.</summary>
    private bool IsUnseenRemoval(StreamFamily family, string stream, ICommand command) =>
        command is IRemoves && !family.Exists(stream) && !_parked.ContainsKey(stream);

    /// <summary>Why a stream takes no command; null when it does.</summary>
    private (string Code, string Reason)? Closed(StreamFamily family, string stream, DateTimeOffset now)
    {
        if (_parked.ContainsKey(stream)) return (SettledCodes.Parked, $"{stream} rests after a fault");
        return !family.Exists(stream) && _memory.IsGone(stream, now)
            ? (SettledCodes.Gone, "it was deleted before it was created")
            : null;
    }

    private void AnswerByEvents(
        StepOutput output, CommandEnvelope command, string stream, IReadOnlyList<IEvent> events)
    {
        var isTold = false;
        foreach (var happened in events)
        {
            Append(output, stream, happened, Source.Of(command.Context), isTold ? null : command.NotAfter);
            isTold |= _catalog.IsPublic(happened.GetType());
        }

        if (events.Count == 0) Answer(output, command, SettledCodes.Already, null);
        else if (!isTold) Answer(output, command, SettledCodes.Done, null);
    }

    private void Answer(StepOutput output, CommandEnvelope command, string code, string? reason)
    {
        var until = command.NotAfter > _time ? command.NotAfter : _time;
        var settled = new CommandSettled(command.Context.Id, code, reason);
        Append(output, KernelStream, settled, Source.Of(command.Context), until);
    }

    private (StreamFamily? Family, RoutedMessage? Routed) Destination(ICommand command)
    {
        var family = _families.Find(candidate => candidate.Handles(command.GetType()));
        return (family, family?.Route(command, null).Single());
    }

    /// <summary>
    /// Puts a message before all streams it leads to; a stream that throws is parked, the others go on.
    /// </summary>
    private void Deliver(
        StepOutput output, object message, MessageContext context, RecordedEvent? origin, bool isEarly)
    {
        foreach (var family in _families)
        {
            foreach (var routed in Route(output, family, message, origin))
            {
                var given = new Given(routed.Message, _time, context, origin) { IsEarly = isEarly };
                Decide(output, family, routed.Stream, given, Source.Following(context, origin));
            }
        }
    }

    private static List<RoutedMessage> Route(
        StepOutput output, StreamFamily family, object message, RecordedEvent? origin)
    {
        try
        {
            return [.. family.Route(message, origin)];
        }
#pragma warning disable CA1031 // A route that throws is a defect of ours; no stream is known that could be parked.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            output.Notices.Add(new LayerNotice(NoticeKind.Defect, message.GetType().Name, thrown.ToString()));
            return [];
        }
    }

    private void Decide(StepOutput output, StreamFamily family, string stream, in Given given, in Source source)
    {
        if (_parked.TryGetValue(stream, out var parked))
        {
            if (given.Origin is { } origin) parked.Passed(origin.Log, origin.Position);
            return;
        }

        DecideNow(output, family, stream, given, source);
    }

    private void DecideNow(
        StepOutput output, StreamFamily family, string stream, in Given given, in Source source)
    {
        try
        {
            if (family.Decide(stream, given) is Decision.Happened happened)
            {
                foreach (var item in happened.Events) Append(output, stream, item, source);
            }
        }
#pragma warning disable CA1031 // Whatever a decider throws parks its stream.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Park(output, stream, thrown, given.Origin, source);
        }
    }

    private void Append(
        StepOutput output, string stream, IEvent happened, in Source source, DateTimeOffset? settlesUntil = null)
    {
        var position = Head + 1;
        var recorded = new RecordedEvent(
            Name,
            position,
            stream,
            NextVersion(stream, position),
            _time,
            Epoch,
            source.ContextFor(DerivedId.OfEvent(Name, position)),
            settlesUntil,
            happened);
        TakeIn(recorded);
        output.Events.Add(recorded);
        _dirty.Add(stream);
        _cascade.Enqueue(recorded);
    }

    /// <summary>
    /// Folds one event of the own log into the state; the same when it happens and when it is loaded.
    /// </summary>
    private void TakeIn(RecordedEvent recorded)
    {
        Head = recorded.Position;
        _versions[recorded.Stream] = recorded.Version;
        if (recorded.Time > _time) _time = recorded.Time;
        _memory.Pass(recorded.Time);
        if (recorded is { SettlesUntil: { } until, Context.Causation: { } command }) _memory.Answered(command, until);
        switch (recorded.Body)
        {
            case Gone gone:
                _memory.Gone(gone.Subject, gone.Until);
                break;
            case Parked or Resuming or MissedTaken or Resumed:
                TakeInParking(recorded.Body);
                break;
            case Forgotten forgotten:
                TakeIn(forgotten);
                break;
            case LogMet met:
                _met[met.Log] = met.Epoch;
                break;
            case Owned or CommandOwed or CommandSettled or UnknownMessage:
                break;
            default:
                _latest[recorded.Stream] = (recorded.Context, recorded.Position);
                var family = _familyByName[FamilyOf(recorded.Stream)];
                family.Evolve(recorded.Stream, recorded.Body);
                NoteFinal(family, recorded);
                break;
        }

        _lookups.Apply(recorded);
    }

    private static string FamilyOf(string stream) => stream[..stream.IndexOf('-', StringComparison.Ordinal)];

    /// <summary>Where an event comes from: what its context takes over from the message that led to it.</summary>
    private readonly record struct Source(MessageContext Message, Guid? Causation, Cause? Cause)
    {
        public static Source Of(MessageContext command) => new(command, command.Id, command.Cause);

        public static Source Following(MessageContext context, RecordedEvent? origin) =>
            new(context, context.Id, origin is null ? context.Cause : new Cause(origin.Log, origin.Position));

        public MessageContext ContextFor(Guid id) =>
            new(id, Message.Correlation, Causation, Cause, Message.Tenant, Message.Principal, Message.TraceParent);
    }
}
