namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>
/// Who executes where, over all estates of one registry: the witness of the promise that a server identity never runs
/// twice. May be used from several threads.
/// </summary>
public sealed class SimulatedRuns
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, List<string>> _running = new(StringComparer.Ordinal);
    private readonly List<DoubleRun> _doubles = [];

    /// <summary>Every time that an identity began to execute while it already did, oldest first.</summary>
    public IReadOnlyList<DoubleRun> Doubles
    {
        get
        {
            lock (_lock)
            {
                return [.. _doubles];
            }
        }
    }

    /// <summary>How many servers execute (or are paused) now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _running.Values.Sum(places => places.Count);
            }
        }
    }

    internal void Began(string estate, string server, string identity, DateTimeOffset now)
    {
        lock (_lock)
        {
            var places = _running.TryGetValue(identity, out var found) ? found : _running[identity] = [];
            if (places.Count > 0)
            {
                _doubles.Add(new(identity, places[0], $"{estate}/{server}", now));
            }

            places.Add($"{estate}/{server}");
        }
    }

    internal void Ended(string estate, string server, string identity)
    {
        lock (_lock)
        {
            var places = _running[identity];
            places.Remove($"{estate}/{server}");
            if (places.Count == 0)
            {
                _running.Remove(identity);
            }
        }
    }
}
