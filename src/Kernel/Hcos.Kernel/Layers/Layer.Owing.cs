using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>
/// What is owed: begun when a state lists it, repeated until it is answered, forgotten when it is gone.
/// </summary>
public sealed partial class Layer
{
    /// <summary>Ends every step: what events led to inside the layer, then what is owed now.</summary>
    private void Settle(StepOutput output)
    {
        ReleaseHeld(output);
        Cascade(output);
        RefreshDirty(output);
        CatchUp(output);
        if (!HasCaughtUp) return;
        AskMissed(output);
        ForgetFinal(output);
        Cascade(output);
        RefreshDirty(output);
        var now = _time;
        for (var left = _options.MostDueInStep; left > 0 && _owed.TryTakeDue(now, out var entry); left--)
        {
            Advance(output, entry);
            Cascade(output);
            RefreshDirty(output);
        }
    }

    /// <summary>What was owed before is owed again, under the attempts that it had reached.</summary>
    private void OweAgain(StepOutput output)
    {
        foreach (var stream in _families.SelectMany(family => family.Streams()).ToList())
        {
            Refresh(output, stream, isRestored: true);
        }

        foreach (var done in _attempts.Keys.Where(key => !_parked.ContainsKey(key.Stream)).ToList())
        {
            _attempts.Remove(done);
        }
    }

    /// <summary>
    /// Delivers events within the layer, and then those that they led to. How many there are at a time is for the layer
    /// to say: a silent environment concerns each server in it. Only what never comes to its end is a defect, whether
    /// it goes on one by one or spreads.
    /// </summary>
    private void Cascade(StepOutput output)
    {
        var all = 0;
        for (var depth = 0; _cascade.Count > 0; depth++)
        {
            all += _cascade.Count;
            if (depth == _options.DeepestCascade || all > _options.MostInCascade)
            {
                throw new InvalidOperationException($"{Name}: one input leads to events without end");
            }

            for (var count = _cascade.Count; count > 0; count--) DeliverWithin(output, _cascade.Dequeue());
        }
    }

    private void DeliverWithin(StepOutput output, RecordedEvent happened)
    {
        if (!_families.Exists(family => family.Handles(happened.Body.GetType()))) return;
        Deliver(output, happened.Body, happened.Context, happened, isEarly: false);
    }

    private void RefreshDirty(StepOutput output)
    {
        while (_dirty.Count > 0)
        {
            var streams = _dirty.ToArray();
            _dirty.Clear();
            foreach (var stream in streams.Where(stream => stream != KernelStream))
            {
                Refresh(output, stream, isRestored: false);
            }
        }
    }

    private void Refresh(StepOutput output, string stream, bool isRestored)
    {
        var wanted = _parked.ContainsKey(stream) ? [] : _familyByName[FamilyOf(stream)].Pending(stream);
        var known = _owed.Of(stream);
        // Only what begins to be owed asks after what it is owed.
        if (wanted.Count == 0 && !_parked.ContainsKey(stream)) _latest.Remove(stream);
        if (wanted.Count == 0 && known.Count == 0) return;
        foreach (var entry in known.Where(entry => !wanted.Any(pending => pending.Key == entry.Key)).ToList())
        {
            var run = _owed.Forget(entry);
            if (run != 0) output.Cancellations.Add(run);
        }

        foreach (var pending in wanted)
        {
            var entry = _owed.Of(stream).FirstOrDefault(candidate => candidate.Key == pending.Key);
            if (entry is null) BeginOwing(output, stream, pending, isRestored);
            else Update(entry, pending);
        }
    }

    private void Update(OwedEntry entry, Pending pending)
    {
        if (pending is Pending.Timer timer && entry.What is Pending.Timer former && timer.Due != former.Due)
        {
            _owed.Schedule(entry, timer.Due);
        }

        if (pending is Pending.Effect { NotBefore: { } start } effect
            && entry.What is Pending.Effect planned && effect.NotBefore != planned.NotBefore && entry.Run == 0)
        {
            _owed.Schedule(entry, start);
        }

        // A run under way keeps the subject it began with.
        if (entry.Run == 0) entry.What = pending;
    }

    private void BeginOwing(StepOutput output, string stream, Pending pending, bool isRestored)
    {
        var (context, position) = _latest[stream];
        var entry = new OwedEntry(stream, pending, context, position);
        switch (pending)
        {
            case Pending.Command command:
                _owed.Add(entry, _time);
                if (isRestored && _attempts.TryGetValue((stream, command.Key), out var former))
                {
                    var id = CommandId(stream, command.Key, former.Attempt);
                    _owed.BeginAttempt(entry, id, former.Attempt, former.NotAfter);
                }
                else
                {
                    BeginAttempt(output, entry, command, 1);
                }

                break;
            case Pending.Timer timer:
                _owed.Add(entry, timer.Due);
                break;
            case Pending.Effect effect:
                entry.IsUncertain = isRestored && effect.IsChanging;
                _owed.Add(entry, effect.NotBefore ?? _time);
                break;
            default:
                throw new InvalidOperationException($"{stream} owes something unheard of");
        }
    }

    private Guid CommandId(string stream, string key, int attempt) =>
        Pending.Command.IdOf(Name, stream, key, attempt);

    private void BeginAttempt(StepOutput output, OwedEntry entry, Pending.Command command, int attempt)
    {
        // Judged by the receiver's clock: what we know of it, if it is ahead of ours.
        var theirs = _inboxes.TryGetValue(command.Destination, out var inbox) ? inbox.TimeConsumed : _time;
        var notAfter = (theirs > _time ? theirs : _time) + command.Within;
        _owed.BeginAttempt(entry, CommandId(entry.Stream, entry.Key, attempt), attempt, notAfter);
        var source = Source.Following(entry.Origin with { Cause = new Cause(Name, entry.OriginPosition) }, null);
        Append(output, entry.Stream, new CommandOwed(entry.Key, attempt, notAfter), source);
        if (attempt == _options.DegradedFrom)
        {
            output.Notices.Add(new LayerNotice(NoticeKind.Degraded, entry.Stream, $"{entry.Key}: attempt {attempt}"));
        }
    }

    private void Advance(StepOutput output, OwedEntry entry)
    {
        switch (entry.What)
        {
            case Pending.Command command:
                Send(output, entry, command);
                break;
            case Pending.Timer:
                entry.Tries++;
                _owed.Schedule(entry, _owed.AfterBackoff(entry, _time));
                DeliverTo(output, entry, new TimerDue(entry.Key));
                break;
            case Pending.Effect when entry.IsUncertain:
                entry.IsUncertain = false;
                _owed.Schedule(entry, _time);
                DeliverTo(output, entry, new EffectEnded(entry.Key, EffectUncertain.Instance));
                break;
            case Pending.Effect effect:
                if (!_owed.TryBeginRun(entry, effect.Subject)) break;
                entry.Tries++;
                var context = entry.Origin with { Cause = new Cause(Name, entry.OriginPosition) };
                output.Effects.Add(new EffectStart(
                    entry.Run, entry.Stream, entry.Key, effect.Request, effect.IsChanging, context));
                break;
            default:
                break;
        }
    }

    private void Send(StepOutput output, OwedEntry entry, Pending.Command command)
    {
        if (entry.IsOver) BeginAttempt(output, entry, command, entry.Attempt + 1);
        if (entry.IsAnswered) return;
        var consumed = _inboxes.TryGetValue(command.Destination, out var inbox)
            ? inbox.TimeConsumed
            : DateTimeOffset.MinValue;
        if (consumed > entry.NotAfter)
        {
            // The receiver's log has been read past the last moment it could accept this attempt.
            EndAttempt(entry);
            return;
        }

        var context = entry.Origin with
        {
            Id = entry.CommandId,
            Causation = entry.Origin.Id,
            Cause = new Cause(Name, entry.OriginPosition),
        };
        var body = AsReadBy(inbox, command.Body);
        output.Commands.Add(new CommandEnvelope(command.Destination, context, entry.NotAfter, body));
        entry.Tries++;
        _owed.Schedule(entry, _owed.AfterBackoff(entry, _time));
    }

    /// <summary>A receiver whose clock is ahead would refuse what is still in time here, again and again.</summary>
    private ICommand AsReadBy(Inbox? receiver, ICommand body) =>
        body is IHasDeadline deadlined && receiver is not null && receiver.TimeConsumed > _time
            ? deadlined.Later(receiver.TimeConsumed - _time)
            : body;

    private void AnswerSeen(StepOutput output, Guid command, RecordedEvent answer)
    {
        if (_owed.ByCommand(command) is null) return;
        // What happened earlier in this step may have ended what the command was for: then its answer says nothing.
        RefreshDirty(output);
        if (_owed.ByCommand(command) is not { } entry) return;
        entry.IsAnswered = true;
        if (answer.Body is not CommandSettled settled) return;
        DeliverTo(
            output, entry, new CommandAnswered(entry.Key, entry.Attempt, settled.Code, settled.Reason), answer);
        Cascade(output);
        RefreshDirty(output);
        if (!entry.IsForgotten) EndAttempt(entry);
    }

    /// <summary>The next attempt begins when it is sent, after a wait: its time must not run while it waits.</summary>
    private void EndAttempt(OwedEntry entry)
    {
        entry.IsOver = true;
        _owed.Schedule(entry, _owed.AfterBackoff(entry, _time));
    }

    private void Returned(StepOutput output, long run, object result)
    {
        if (_owed.EndRun(run, _time) is not { } entry || entry.IsForgotten) return;
        _owed.Schedule(entry, _owed.AfterBackoff(entry, _time));
        // What is owed may have changed while it ran, even if its result changes nothing.
        _dirty.Add(entry.Stream);
        DeliverTo(output, entry, new EffectEnded(entry.Key, result));
    }

    /// <summary>Tells a stream about something that it owes.</summary>
    private void DeliverTo(StepOutput output, OwedEntry entry, object message, RecordedEvent? origin = null)
    {
        var context = origin is null
            ? entry.Origin with { Cause = new Cause(Name, entry.OriginPosition) }
            : entry.Origin with { Id = origin.Context.Id, Causation = origin.Context.Causation };
        var given = new Given(message, _time, context, origin);
        Decide(output, _familyByName[FamilyOf(entry.Stream)], entry.Stream, given, Source.Following(context, origin));
    }
}
