namespace Hcos.Bsl.Placement.Tables;

/// <summary>
/// Where rows are: cluster, pod and zone as one number. There are far fewer places than rows, so what holds for a
/// place is worked out once for each and then looked up.
/// </summary>
internal sealed class PlaceColumn
{
    /// <summary>Stands for no domain: a row that tells none is one of its own.</summary>
    public const int None = 0;
    private readonly int _length;
    private readonly Dictionary<(DomainLevel Level, string Name), int> _numbersOfDomains = [];
    private readonly Dictionary<(int, int, int), int> _numbers = [];
    private readonly List<Domain> _domains = [];
    private readonly int[][] _domainsOfPlaces = [[], [], [], []];

    public PlaceColumn(int length)
    {
        (_length, Numbers) = (length, new int[length]);
        _domains.Add(new(length));
        // What lies behind the last row has a place as well, so that nothing is checked where places are looked up.
        NumberOf((None, None, None));
    }

    /// <summary>The place of each row.</summary>
    public int[] Numbers { get; }

    /// <summary>How many places there are.</summary>
    public int Count => _numbers.Count;

    /// <summary>Clusters, pods and zones, by number; the first one stands for none and is empty.</summary>
    public IReadOnlyList<Domain> Domains => _domains;

    /// <summary>A row comes to a place, or to another one.</summary>
    public void Set(int row, FailureDomains domains, bool isKnown)
    {
        for (var level = DomainLevel.Cluster; isKnown && level <= DomainLevel.Zone; level++)
        {
            if (DomainAt(Numbers[row], level) is var left and not None) _domains[left].Remove(row);
        }

        Numbers[row] = NumberOf((
            DomainOf(DomainLevel.Cluster, domains.Cluster),
            DomainOf(DomainLevel.Pod, domains.Pod),
            DomainOf(DomainLevel.Zone, domains.Zone)));
        for (var level = DomainLevel.Cluster; level <= DomainLevel.Zone; level++)
        {
            if (DomainAt(Numbers[row], level) is var joined and not None) _domains[joined].Add(row);
        }
    }

    /// <summary>The domain of each place at a level, at least as many as there are places.</summary>
    public int[] DomainsAt(DomainLevel level) => _domainsOfPlaces[(int)level];

    /// <summary>The domain of a place at a level.</summary>
    public int DomainAt(int place, DomainLevel level) => DomainsAt(level)[place];

    private int NumberOf((int Cluster, int Pod, int Zone) place)
    {
        if (_numbers.TryGetValue(place, out var known)) return known;
        var number = _numbers.Count;
        if (number == DomainsAt(DomainLevel.Host).Length) Grow(Math.Max(2 * number, 16));

        DomainsAt(DomainLevel.Cluster)[number] = place.Cluster;
        DomainsAt(DomainLevel.Pod)[number] = place.Pod;
        DomainsAt(DomainLevel.Zone)[number] = place.Zone;
        return _numbers[place] = number;
    }

    private void Grow(int places)
    {
        for (var level = 0; level < _domainsOfPlaces.Length; level++) Array.Resize(ref _domainsOfPlaces[level], places);
    }

    private int DomainOf(DomainLevel level, string? name)
    {
        if (name is null) return None;
        if (_numbersOfDomains.TryGetValue((level, name), out var domain)) return domain;
        _domains.Add(new(_length));
        return _numbersOfDomains[(level, name)] = _domains.Count - 1;
    }
}
