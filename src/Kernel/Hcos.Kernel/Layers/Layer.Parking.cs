using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>
/// Streams that made a step throw rest, and owe nothing. Resumed, they are first given what passed them by, log by log
/// and in order; until they have all of it, what is new passes them by as well.
/// </summary>
public sealed partial class Layer
{
    private readonly SortedDictionary<string, ParkedStream> _parked = new(StringComparer.Ordinal);

    private void Park(StepOutput output, string stream, Exception thrown, RecordedEvent? origin, in Source source)
    {
        var reason = $"{thrown.GetType().Name}: {thrown.Message}";
        RememberAttempts(stream);
        var missed = _parked.TryGetValue(stream, out var resuming) ? resuming.Missed : NextPositions(origin);
        Append(
            output,
            KernelStream,
            new Parked(stream, reason, origin?.Log, origin?.Position ?? 0) { Missed = missed },
            source);
        output.Notices.Add(new LayerNotice(NoticeKind.Parked, stream, thrown.ToString()));
        _dirty.Add(stream);
    }

    /// <summary>The first position of each log that nobody here has been given yet.</summary>
    private List<Cause> NextPositions(RecordedEvent? origin)
    {
        var own = _cascade.TryPeek(out var waiting) ? waiting.Position : Head + 1;
        if (origin?.Log == Name) own = Math.Min(own, origin.Position);
        return [new Cause(Name, own), .. _inboxes.Values.Select(inbox => new Cause(inbox.Log, inbox.Next))];
    }

    private void RememberAttempts(string stream)
    {
        foreach (var entry in _owed.Of(stream).Where(entry => entry.Attempt > 0))
        {
            _attempts[(stream, entry.Key)] = new CommandOwed(entry.Key, entry.Attempt, entry.NotAfter);
        }
    }

    private void Resume(StepOutput output, CommandEnvelope command, string stream)
    {
        if (!_parked.TryGetValue(stream, out var parked))
        {
            Answer(output, command, SettledCodes.NotParked, $"{Name} has no parked stream {stream}");
        }
        else if (parked.IsResuming)
        {
            Answer(output, command, SettledCodes.Already, null);
        }
        else
        {
            Append(output, KernelStream, new Resuming(stream), Source.Of(command.Context));
            Answer(output, command, SettledCodes.Done, null);
        }
    }

    /// <summary>Folds what concerns parked streams; the same when it happens and when it is loaded.</summary>
    private void TakeInParking(IEvent happened)
    {
        switch (happened)
        {
            case Parked parked:
                var first = parked.MissedLog is { } log ? new Cause[] { new(log, parked.MissedFrom) } : [];
                _parked[parked.Subject] = new ParkedStream(parked.Reason, parked.Missed ?? first);
                break;
            case Resuming resuming when _parked.TryGetValue(resuming.Subject, out var parked):
                parked.Resume(LastPositions());
                break;
            case MissedTaken taken when _parked.TryGetValue(taken.Subject, out var parked):
                parked.Given(taken.Log, taken.Next);
                break;
            case Resumed resumed:
                _parked.Remove(resumed.Subject);
                break;
            default:
                break;
        }
    }

    private IEnumerable<Cause> LastPositions() =>
        [new Cause(Name, Head), .. _inboxes.Values.Select(inbox => new Cause(inbox.Log, inbox.Next - 1))];

    /// <summary>After a start it is not known how far the logs had come: up to everything that was consumed.</summary>
    private void ResumeAgain()
    {
        foreach (var parked in _parked.Values.Where(parked => parked.IsResuming)) parked.Resume(LastPositions());
    }

    /// <summary>Asks for what resuming streams still lack, again and again until it comes.</summary>
    private void AskMissed(StepOutput output)
    {
        if (_parked.Count == 0 || !HasCaughtUp) return;
        foreach (var (stream, parked) in _parked.Where(pair => pair.Value.IsResuming).ToList())
        {
            if (parked.HasAll) End(output, stream);
            else if (_time - parked.AskedAt >= _options.ReplayRepeat) AskMissed(output, parked);
        }
    }

    private void AskMissed(StepOutput output, ParkedStream parked)
    {
        parked.AskedAt = _time;
        foreach (var (log, position) in parked.Lacking)
        {
            if (log == Name) output.OwnReads.Add(position);
            else output.Replays.Add(new ReplayRequest(log, position, Name));
        }
    }

    /// <summary>Gives resuming streams those events of a part of a log that they missed.</summary>
    private void GiveMissed(
        StepOutput output, string log, long first, long last, IReadOnlyList<RecordedEvent> events)
    {
        if (_parked.Count == 0) return;
        foreach (var (stream, parked) in _parked.Where(pair => pair.Value.IsResuming).ToList())
        {
            var next = parked.NextOf(log);
            if (next < first || next > last) continue;
            var before = Head;
            foreach (var happened in events.Where(happened => happened.Position >= next && happened.Position <= last))
            {
                Give(output, stream, happened);
                if (_parked[stream] != parked) break;
                parked.Given(log, happened.Position + 1);
            }

            if (_parked[stream] != parked) continue;
            parked.Given(log, last + 1);
            parked.AskedAt = DateTimeOffset.MinValue;
            if (Head == before) continue;
            var taken = new MissedTaken(stream, log, last + 1);
            Append(output, KernelStream, taken, Source.Of(Nobody()));
        }
    }

    private void Give(StepOutput output, string stream, RecordedEvent happened)
    {
        if (happened.Log == Name && !_families.Exists(candidate => candidate.Handles(happened.Body.GetType()))) return;
        var family = _familyByName[FamilyOf(stream)];
        var source = Source.Following(happened.Context, happened);
        foreach (var routed in Route(output, family, happened.Body, happened).Where(part => part.Stream == stream))
        {
            DecideNow(output, family, stream, new Given(routed.Message, _time, happened.Context, happened), source);
        }

        if (happened.Body is not CommandSettled settled) return;
        foreach (var ((owner, key), owed) in _attempts.Where(attempt => attempt.Key.Stream == stream).ToList())
        {
            if (CommandId(owner, key, owed.Attempt) != settled.Command) continue;
            var answered = new CommandAnswered(key, owed.Attempt, settled.Code, settled.Reason);
            DecideNow(output, family, stream, new Given(answered, _time, happened.Context, happened), source);
        }
    }

    /// <summary>It has everything: it owes again what its state says, under the attempts of before.</summary>
    private void End(StepOutput output, string stream)
    {
        Append(output, KernelStream, new Resumed(stream), Source.Of(Nobody()));
        _dirty.Remove(stream);
        Refresh(output, stream, isRestored: true);
        foreach (var key in _attempts.Keys.Where(key => key.Stream == stream).ToList()) _attempts.Remove(key);
    }

    private MessageContext Nobody() => MessageContext.First(DerivedId.OfEvent(Name, Head + 1));
}
