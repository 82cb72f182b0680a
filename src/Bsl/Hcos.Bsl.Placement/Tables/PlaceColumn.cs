namespace Hcos.Bsl.Placement.Tables;

/// <summary>
/// Where rows are: cluster, pod and zone as one number. There are far fewer places than rows, so what holds for a
/// place is worked out once for each and then looked up.
/// </summary>
internal sealed class PlaceColumn(int length)
{
    private readonly Dictionary<(DomainLevel Level, string Name), int> _domains = [];
    private readonly Dictionary<(int, int, int), int> _numbers = [];
    private readonly List<int[]> _places = [];

    /// <summary>The place of each row.</summary>
    public int[] Numbers { get; } = new int[length];

    /// <summary>How many places there are.</summary>
    public int Count => _places.Count;

    /// <summary>How many clusters, pods and zones there are.</summary>
    public int Domains => _domains.Count;

    public void Set(int row, FailureDomains domains)
    {
        var place = (
            DomainOf(DomainLevel.Cluster, domains.Cluster),
            DomainOf(DomainLevel.Pod, domains.Pod),
            DomainOf(DomainLevel.Zone, domains.Zone));
        if (!_numbers.TryGetValue(place, out var number))
        {
            _numbers[place] = number = _places.Count;
            _places.Add([place.Item1, place.Item2, place.Item3]);
        }

        Numbers[row] = number;
    }

    /// <summary>The domain of a place at a level; -1 where its rows tell none, so each is one of its own.</summary>
    public int DomainAt(int place, DomainLevel level) =>
        level == DomainLevel.Host ? NameColumn.None : _places[place][(int)level - (int)DomainLevel.Cluster];

    private int DomainOf(DomainLevel level, string? name)
    {
        if (name is null) return NameColumn.None;
        if (_domains.TryGetValue((level, name), out var domain)) return domain;
        return _domains[(level, name)] = _domains.Count;
    }
}
