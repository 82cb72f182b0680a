using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>Consuming the logs of other layers: in order, without gaps, each position once.</summary>
public sealed partial class Layer
{
    private const int MostHeldBatches = 1_000;
    private readonly SortedDictionary<string, long> _met = new(StringComparer.Ordinal);

    private void Observe(StepOutput output, EventBatch batch)
    {
        if (!_inboxes.TryGetValue(batch.Log, out var inbox)) return;
        if (Regressed(output, inbox, batch.Epoch, batch.EpochStart)) return;
        inbox.Meet(batch.Epoch, batch.Last);
        NoteEpoch(output, inbox);
        GiveMissed(output, batch.Log, batch.First, Math.Min(batch.Last, inbox.Next - 1), batch.Events);
        AskMissed(output);
        if (batch.Last < inbox.Next) return;
        if (inbox.Held.Count > 0)
        {
            if (inbox.Held.Count < MostHeldBatches) inbox.Held.Enqueue(batch);
            return;
        }

        Consume(output, inbox, batch);
        ReleaseHeld(output);
    }

    private void Announced(StepOutput output, HeadAnnouncement head)
    {
        if (!_inboxes.TryGetValue(head.Log, out var inbox)) return;
        if (Regressed(output, inbox, head.Epoch, head.EpochStart)) return;
        inbox.Meet(head.Epoch, head.Head);
        NoteEpoch(output, inbox);
        if (head.Head == inbox.Next - 1) inbox.Consumed(head.Time);
        else if (head.Head >= inbox.Next) Gap(output, inbox, head.Head);
    }

    /// <summary>What was consumed stood under this epoch: remembered, so that it is known after a start too.</summary>
    private void NoteEpoch(StepOutput output, Inbox inbox)
    {
        if (inbox.Epoch <= _met.GetValueOrDefault(inbox.Log)) return;
        Append(output, KernelStream, new LogMet(inbox.Log, inbox.Epoch), Source.Of(Nobody()));
    }

    private static bool Regressed(StepOutput output, Inbox inbox, long epoch, long epochStart)
    {
        if (!inbox.IsRegressed(epoch, epochStart)) return false;
        var reason = $"epoch {epoch} began at {epochStart}, but {inbox.Next - 1} was consumed under an older epoch";
        output.Notices.Add(new LayerNotice(NoticeKind.LogRegressed, inbox.Log, reason));
        return true;
    }

    private void Consume(StepOutput output, Inbox inbox, EventBatch batch)
    {
        if (batch.First > inbox.Next)
        {
            Gap(output, inbox, batch.Last);
            return;
        }

        foreach (var happened in batch.Events)
        {
            if (happened.Position < inbox.Next) continue;
            var isEarly = _definition.OrdersByCause && IsBeforeItsCause(happened);
            if (isEarly && MayStillWait(inbox))
            {
                inbox.Held.Enqueue(batch);
                inbox.Advance(happened.Position);
                output.Positions[inbox.Log] = inbox.Next;
                return;
            }

            TakeInObserved(output, happened, isEarly);
            inbox.Advance(happened.Position + 1);
        }

        inbox.Advance(batch.Last + 1);
        inbox.Consumed(batch.Time);
        output.Positions[inbox.Log] = inbox.Next;
    }

    private void TakeInObserved(StepOutput output, RecordedEvent happened, bool isEarly)
    {
        // The event first, then what it answers: whoever records everything has it before its consequences.
        Deliver(output, happened.Body, happened.Context, happened, isEarly);
        if (happened.Context.Causation is { } command) AnswerSeen(output, command, happened);

        Cascade(output);
    }

    private void Gap(StepOutput output, Inbox inbox, long upTo)
    {
        inbox.MeetGap(upTo);
        if (_time - inbox.ReplayAskedAt >= _options.ReplayRepeat) AskReplay(output, inbox);
    }

    private void AskReplay(StepOutput output, Inbox inbox)
    {
        inbox.ReplayAskedAt = _time;
        output.Replays.Add(new ReplayRequest(inbox.Log, inbox.Next, Name));
    }

    private bool IsBeforeItsCause(RecordedEvent happened) =>
        happened.Context.Cause is { } cause
        && cause.Log != happened.Log
        && _inboxes.TryGetValue(cause.Log, out var other)
        && other.Next <= cause.Position;

    private bool MayStillWait(Inbox inbox)
    {
        if (inbox.Held.Count == 0 && inbox.HeldSince == default) inbox.HeldSince = _time;
        if (_time - inbox.HeldSince < _options.LongestWaitForCause) return true;
        inbox.HeldSince = default;
        return false;
    }

    /// <summary>Goes on with batches whose causes have come, or have been waited for long enough.</summary>
    private void ReleaseHeld(StepOutput output)
    {
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var inbox in _inboxes.Values)
            {
                if (inbox.Held.Count == 0) continue;
                var before = inbox.Next;
                var batches = inbox.Held.ToArray();
                inbox.Held.Clear();
                foreach (var batch in batches)
                {
                    if (inbox.Held.Count > 0) inbox.Held.Enqueue(batch);
                    else if (batch.Last >= inbox.Next) Consume(output, inbox, batch);
                }

                if (inbox.Next > before) inbox.HeldSince = default;
                moved |= inbox.Next > before;
            }
        }
    }

    /// <summary>
    /// Whether everything announced at the beginning has been consumed; silent owners are not waited for.
    /// </summary>
    private void CatchUp(StepOutput output)
    {
        if (HasCaughtUp && !_inboxes.Values.Any(inbox => inbox.HasGap)) return;
        var isPatient = _time - _began < _options.SilentOwner;
        HasCaughtUp = _inboxes.Values.All(inbox =>
            inbox.HasCaughtUp || (inbox.Target is null && !isPatient));
        foreach (var inbox in _inboxes.Values)
        {
            if (inbox.HasCaughtUp || inbox.Held.Count > 0) continue;
            if (_time - inbox.ReplayAskedAt >= _options.ReplayRepeat) AskReplay(output, inbox);
        }
    }
}
