using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Simulation.Tests.World;

/// <summary>Group commit: steps run ahead of the commit in flight; their outputs never do.</summary>
internal sealed partial class Owner
{
    private readonly Queue<TakenStep> _steps = new();
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);
    private List<TakenStep> _group = [];
    private bool _isCommitting;
    private Landing? _landing;
    private List<RecordedEvent>? _heldBack;

    // A rule of its own, so that a mutant can do without it: events and positions are one commit.
    private static bool CommitsTogether => true;

    private void PutStep(TakenStep step)
    {
        _steps.Enqueue(step);
        if (!_isCommitting) BeginCommit();
    }

    private void BeginCommit()
    {
        _group = [];
        var events = new List<RecordedEvent>();
        while (events.Count < Options.LargestCommit && _steps.TryDequeue(out var step))
        {
            _group.Add(step);
            events.AddRange(step.Output.Events);
            foreach (var (log, next) in step.Output.Positions) _positions[log] = next;
        }

        _isCommitting = _group.Count > 0;
        if (!_isCommitting) return;
        var hasBeat = _group.Exists(step => step.Head is not null);
        if (events.Count == 0 && (_positions.Count == 0 || !hasBeat))
        {
            // An idle owner notices all the same that somebody else owns the log.
            if (hasBeat && LooksAtHeadRow()) Synchronously.Run(() => _log.VerifyAsync(CancellationToken.None));
            foreach (var step in _group) step.Committed?.Invoke(true);
            Release(events);
            return;
        }

        var positions = new SortedDictionary<string, long>(_positions, StringComparer.Ordinal);
        _positions.Clear();
        if (!CommitsTogether) (_heldBack, events) = (events, []);
        Land(events, positions);
    }

    private void Land(List<RecordedEvent> events, IReadOnlyDictionary<string, long> positions)
    {
        _landing = new Landing(this, events, positions);
        World.Agenda.Add(World.Now + World.Delays.Commit(), _landing.Land);
    }

    private void CommitAnswered(Landing landing)
    {
        _landing = null;
        if (landing.Failure is { } failure) throw failure;
        if (_heldBack is { Count: > 0 } events)
        {
            _heldBack = null;
            Land(events, new SortedDictionary<string, long>());
            return;
        }

        if (landing.Events.Count > 0) Process.Committed(this, landing.Events);
        foreach (var step in _group) step.Committed?.Invoke(true);
        Release(landing.Events);
    }

    private void FailSteps()
    {
        foreach (var step in _group.Concat(_steps)) step.Committed?.Invoke(false);
    }

    /// <summary>A commit on its way to the store; it arrives whatever becomes of its sender.</summary>
    private sealed class Landing(Owner owner, List<RecordedEvent> events, IReadOnlyDictionary<string, long> positions)
    {
        private bool _isOver;

        public List<RecordedEvent> Events { get; } = events;

        public Exception? Failure { get; private set; }

        public void Drop() => _isOver = true;

        public void Land()
        {
            if (_isOver) return;
            _isOver = true;
            try
            {
                Synchronously.Run(() => owner._log.CommitAsync(Events, positions, CancellationToken.None));
            }
            catch (OwnershipLostException lost)
            {
                Failure = lost;
                if (owner.Process.Current != owner) owner.World.Counts.Note("commits of old owners refused");
            }

            owner.World.Landed(owner.Process, Failure is null ? Events : null);
            owner.Act(owner.World.Delays.Commit(), () => owner.CommitAnswered(this));
        }
    }
}
