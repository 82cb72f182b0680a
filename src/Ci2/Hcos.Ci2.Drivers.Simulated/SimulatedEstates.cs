namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>The estates of one process or one test, by name. May be used from several threads.</summary>
public sealed class SimulatedEstates : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SimulatedEstate> _estates = new(StringComparer.Ordinal);

    /// <summary>The witness of who executes where, over all estates.</summary>
    public SimulatedRuns Runs { get; } = new();

    /// <summary>All estates, by name.</summary>
    public IReadOnlyList<SimulatedEstate> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _estates.Values];
            }
        }
    }

    /// <summary>
    /// The estate of that name, built now unless it is there; the first to come decides how it is built.
    /// </summary>
    public SimulatedEstate Open(SimulatedOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        lock (_lock)
        {
            return _estates.TryGetValue(options.Name, out var estate)
                ? estate
                : _estates[options.Name] = new(options, time, Runs) { Others = Find };
        }
    }

    private SimulatedEstate? Find(string name)
    {
        lock (_lock)
        {
            return _estates.GetValueOrDefault(name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var estate in All)
        {
            estate.Dispose();
        }
    }
}
