using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>All that the streams of a layer owe, by stream, by command id and by due time.</summary>
internal sealed class OwedTable(LayerOptions options)
{
    private readonly SortedDictionary<string, List<OwedEntry>> _byStream = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, OwedEntry> _byCommand = [];
    private readonly PriorityQueue<(OwedEntry Entry, int Stamp), (DateTimeOffset Due, long Order)> _due = new();
    private readonly Dictionary<long, OwedEntry> _running = [];
    private readonly Dictionary<string, Queue<OwedEntry>> _waitingForSubject = new(StringComparer.Ordinal);
    private long _order;
    private long _lastRun;

    public IEnumerable<OwedEntry> Entries => _byStream.Values.SelectMany(entries => entries);

    public int RunningCount => _running.Count;

    public DateTimeOffset? NextDue => _due.TryPeek(out _, out var priority) ? priority.Due : null;

    public IReadOnlyList<OwedEntry> Of(string stream) =>
        _byStream.TryGetValue(stream, out var entries) ? entries : [];

    public OwedEntry? ByCommand(Guid id) => _byCommand.GetValueOrDefault(id);

    public void Add(OwedEntry entry, DateTimeOffset due)
    {
        if (!_byStream.TryGetValue(entry.Stream, out var entries)) _byStream[entry.Stream] = entries = [];
        entries.Add(entry);
        Schedule(entry, due);
    }

    public void BeginAttempt(OwedEntry entry, Guid id, int attempt, DateTimeOffset notAfter)
    {
        _byCommand.Remove(entry.CommandId);
        entry.Attempt = attempt;
        entry.CommandId = id;
        entry.NotAfter = notAfter;
        entry.IsAnswered = false;
        entry.IsOver = false;
        entry.Tries = 0;
        _byCommand[id] = entry;
    }

    /// <summary>
    /// Forgets what is no longer owed. A run under way still has to return; its number is given back.
    /// </summary>
    public long Forget(OwedEntry entry)
    {
        entry.IsForgotten = true;
        entry.Stamp++;
        _byCommand.Remove(entry.CommandId);
        var entries = _byStream[entry.Stream];
        entries.Remove(entry);
        if (entries.Count == 0) _byStream.Remove(entry.Stream);
        return entry.Run;
    }

    public void Schedule(OwedEntry entry, DateTimeOffset due)
    {
        entry.Stamp++;
        _due.Enqueue((entry, entry.Stamp), (due, ++_order));
    }

    public bool TryTakeDue(DateTimeOffset now, out OwedEntry entry)
    {
        while (_due.TryPeek(out var item, out var priority))
        {
            if (item.Entry.IsForgotten || item.Stamp != item.Entry.Stamp)
            {
                _due.Dequeue();
                continue;
            }

            if (priority.Due > now) break;
            _due.Dequeue();
            entry = item.Entry;
            return true;
        }

        entry = null!;
        return false;
    }

    /// <summary>Begins a run, or lines the effect up behind the one that runs on the same subject.</summary>
    public bool TryBeginRun(OwedEntry entry, string subject)
    {
        if (_waitingForSubject.TryGetValue(subject, out var waiting))
        {
            waiting.Enqueue(entry);
            return false;
        }

        _waitingForSubject[subject] = new Queue<OwedEntry>();
        entry.Run = ++_lastRun;
        _running[entry.Run] = entry;
        return true;
    }

    /// <summary>Ends a run; null when nobody knows it.</summary>
    public OwedEntry? EndRun(long run, DateTimeOffset now)
    {
        if (!_running.Remove(run, out var entry)) return null;
        entry.Run = 0;
        var subject = ((Pending.Effect)entry.What).Subject;
        if (_waitingForSubject.Remove(subject, out var waiting))
        {
            // Whoever waited tries again; the first of them that is still wanted gets the subject.
            foreach (var next in waiting.Where(next => !next.IsForgotten)) Schedule(next, now);
        }

        return entry;
    }

    public DateTimeOffset AfterBackoff(OwedEntry entry, DateTimeOffset now)
    {
        // Between attempts the wait grows with the attempts, within one with its repeats.
        var times = entry.IsOver ? entry.Attempt : entry.Tries;
        var exponent = Math.Min(Math.Max(times - 1, 0), 16);
        var longest = (entry.What as Pending.Effect)?.LongestRepeat ?? options.LongestRepeat;
        var wait = Math.Min(
            options.FirstRepeat.TotalMilliseconds * Math.Pow(2, exponent), longest.TotalMilliseconds);
        var id = DerivedId.From(entry.Stream, entry.Key, $"{entry.Attempt}", $"{entry.Tries}");
        return now + TimeSpan.FromMilliseconds(wait * (0.75 + (0.5 * DerivedId.Fraction(id))));
    }
}
