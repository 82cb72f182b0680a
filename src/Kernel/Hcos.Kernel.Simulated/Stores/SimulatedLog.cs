using System.Text;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Simulated.Stores;

/// <summary>One log in memory: rows, head row, and who owns it. All access under the store's lock.</summary>
internal sealed class SimulatedLog(string name, SimulatedFidelity fidelity)
{
    private readonly List<SimulatedRow> _rows = [];
    private readonly Dictionary<string, SortedList<long, int>> _streams = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);

    public LinkedList<TaskCompletionSource<SimulatedOwnedLog>> Waiting { get; } = [];

    public SimulatedOwnedLog? Owner { get; set; }

    public long Epoch { get; private set; }

    public LogSnapshot? Snapshot { get; private set; }

    public long Head => _rows.Count;

    public long RaiseEpoch() => ++Epoch;

    public IReadOnlyDictionary<string, long> Positions() =>
        new SortedDictionary<string, long>(_positions, StringComparer.Ordinal);

    /// <summary>Writes everything or, when it throws, nothing.</summary>
    public void Append(
        long epoch,
        long expected,
        IReadOnlyList<RecordedEvent> events,
        IReadOnlyDictionary<string, long> positions,
        MessageCatalog catalog)
    {
        if (epoch != Epoch || expected != Head)
        {
            throw new OwnershipLostException(
                $"log {name} is at {Head} in epoch {Epoch}, not at {expected} in epoch {epoch}");
        }

        var rows = events
            .Select(e => SimulatedRow.Of(e with { Log = name, Epoch = epoch }, catalog, fidelity))
            .ToList();
        CheckVersions(events);
        foreach (var row in rows) Add(row);
        foreach (var (log, next) in positions) _positions[log] = next;
    }

    public void Keep(long epoch, LogSnapshot snapshot)
    {
        if (epoch != Epoch || snapshot.Position > Head)
        {
            throw new OwnershipLostException($"log {name} is at {Head} in epoch {Epoch}, not in epoch {epoch}");
        }

        if (Snapshot is null || Snapshot.Position <= snapshot.Position) Snapshot = snapshot;
    }

    public RecordedEvent Read(long position, MessageCatalog catalog) => _rows[(int)position - 1].Read(catalog);

    public IReadOnlyList<long> PositionsOf(string stream, long fromVersion, int limit) =>
        _streams.TryGetValue(stream, out var versions)
            ? [.. versions.SkipWhile(v => v.Key < fromVersion).Take(limit).Select(v => v.Value + 1L)]
            : [];

    public long PositionAt(DateTimeOffset time)
    {
        var (low, high) = (0, _rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_rows[middle].Event.Time <= time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void CheckVersions(IReadOnlyList<RecordedEvent> events)
    {
        var taken = new HashSet<(string Stream, long Version)>();
        foreach (var e in events)
        {
            var known = _streams.TryGetValue(e.Stream, out var versions) && versions.ContainsKey(e.Version);
            if (known || !taken.Add((e.Stream, e.Version)))
            {
                throw new OwnershipLostException($"version {e.Version} of stream {e.Stream} is taken");
            }
        }
    }

    private void Add(SimulatedRow row)
    {
        if (!_streams.TryGetValue(row.Event.Stream, out var versions)) _streams[row.Event.Stream] = versions = [];
        versions.Add(row.Event.Version, _rows.Count);
        _rows.Add(row);
    }
}

/// <summary>A stored event: its body is kept as JSON, as the real store keeps it, or as it is.</summary>
internal sealed record SimulatedRow(RecordedEvent Event, string Name, byte[]? Json)
{
    public static SimulatedRow Of(RecordedEvent e, MessageCatalog catalog, SimulatedFidelity fidelity)
    {
        var name = catalog.NameOf(e.Body.GetType());
        var isExact = fidelity == SimulatedFidelity.Exact;
        var stored = e with
        {
            Time = LogTime.Truncate(e.Time),
            SettlesUntil = e.SettlesUntil is { } until ? LogTime.Truncate(until) : null,
            Body = isExact ? new UnknownMessage(name) : e.Body,
        };
        return new SimulatedRow(stored, name, isExact ? Encoding.UTF8.GetBytes(catalog.Write(e.Body)) : null);
    }

    public RecordedEvent Read(MessageCatalog catalog) => Json is null ? Event : Event with
    {
        Body = (IEvent?)catalog.Read(Name, Encoding.UTF8.GetString(Json)) ?? new UnknownMessage(Name),
    };
}
