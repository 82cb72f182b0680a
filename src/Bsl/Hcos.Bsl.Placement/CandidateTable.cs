using Hcos.Bsl.Placement.Filtering;
using Hcos.Bsl.Placement.Tables;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Snapshots;

namespace Hcos.Bsl.Placement;

/// <summary>
/// All candidates as columns, one row per host, sorted by key. Claims are kept beside the rows, so that a host that
/// is withdrawn and comes back has them still. Candidates that join or leave are put in their places at the next look,
/// all at once, so that many of them cost little more than one. For one thread.
/// </summary>
public sealed class CandidateTable
{
    private readonly Dictionary<CandidateKey, Candidate> _told = [];
    private readonly Dictionary<CandidateKey, Claimed> _claimed = [];
    private readonly Dictionary<CandidateKey, long> _sharedDisk = [];
    private readonly Dictionary<EnvironmentId, Offer> _offers = [];

    [Derived]
    private Arrangement _arrangement = Arrangement.Of([]);

    [Derived]
    private bool _isArranged = true;

    [Derived]
    private Scan? _scan;

    /// <summary>The position in the log up to which the table tells.</summary>
    public long Position { get; set; }

    /// <summary>How many candidates there are.</summary>
    public int Count => _told.Count;

    /// <summary>The keys, sorted.</summary>
    public ReadOnlySpan<CandidateKey> Keys => Arranged.Keys;

    /// <summary>What placements of this table work with, again and again.</summary>
    internal Scan Scan => _scan ??= new();

    internal Columns Columns => Arranged.Columns;

    internal IReadOnlyList<EnvironmentRows> Environments => Arranged.Environments;

    private Arrangement Arranged
    {
        get
        {
            if (!_isArranged) Arrange();
            return _arrangement;
        }
    }

    /// <summary>The row of a candidate; negative when there is none.</summary>
    public int RowOf(CandidateKey key) => Arranged.RowOf(key);

    /// <summary>What is told of the candidate in a row.</summary>
    public Candidate At(int row) => Arranged.Candidates[row];

    /// <summary>What is left in a row; negative where others took more than there is.</summary>
    public Capacity FreeAt(int row) =>
        new(Columns.Vcpus.Exact[row], Columns.Memory.Exact[row], Columns.Disk.Exact[row]);

    /// <summary>What is left in a row of a further dimension.</summary>
    public long FreeAt(int row, string dimension)
    {
        if (dimension == Dimensions.Ports) return Columns.Ports.Exact[row];
        return Columns.Further.TryGetValue(dimension, out var column) ? column.Exact[row] : 0;
    }

    /// <summary>What an environment offers.</summary>
    public Offer OfferOf(EnvironmentId environment) => _offers.GetValueOrDefault(environment, Offer.None);

    /// <summary>An environment offers this from here on.</summary>
    public void Offers(EnvironmentId environment, Offer offer) => _offers[environment] = offer;

    /// <summary>An environment offers nothing any more.</summary>
    public void Withdraw(EnvironmentId environment) => _offers.Remove(environment);

    /// <summary>Another table that tells the same, and goes its own way from here on.</summary>
    public CandidateTable Copy()
    {
        var copy = new CandidateTable { Position = Position, _isArranged = false };
        foreach (var (key, candidate) in _told) copy._told[key] = candidate;
        foreach (var (key, claimed) in _claimed) copy._claimed[key] = claimed;
        foreach (var (key, disk) in _sharedDisk) copy._sharedDisk[key] = disk;
        foreach (var (environment, offer) in _offers) copy._offers[environment] = offer;
        return copy;
    }

    /// <summary>A candidate joins or is told anew.</summary>
    public void Put(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        _told.TryGetValue(candidate.Key, out var former);
        _told[candidate.Key] = candidate;
        var isPlaced = _isArranged && former is not null && SharedBy(former) == SharedBy(candidate);
        if (isPlaced) Replace(candidate);
        else _isArranged = false;
        if (former is not null && SharedBy(former) is { } left) AddShared(left, -DiskOf(candidate.Key));
        if (SharedBy(candidate) is { } joined) AddShared(joined, DiskOf(candidate.Key));
    }

    /// <summary>A candidate leaves; what is claimed on it is remembered.</summary>
    public void Withdraw(CandidateKey key)
    {
        if (!_told.Remove(key, out var former)) return;
        _isArranged = false;
        if (SharedBy(former) is { } shared) AddShared(shared, -DiskOf(key));
    }

    /// <summary>Something is claimed on a host.</summary>
    public void Claim(
        CandidateKey key, Capacity amount, IReadOnlyCollection<KeyValuePair<string, long>>? further = null) =>
        Change(key, amount, further ?? [], 1);

    /// <summary>Something is no longer claimed on a host.</summary>
    public void Release(
        CandidateKey key, Capacity amount, IReadOnlyCollection<KeyValuePair<string, long>>? further = null) =>
        Change(key, amount, further ?? [], -1);

    private void Change(
        CandidateKey key, Capacity amount, IReadOnlyCollection<KeyValuePair<string, long>> further, int times)
    {
        _claimed[key] = _claimed.GetValueOrDefault(key).Plus(amount, further, times);
        if (!_told.TryGetValue(key, out var candidate)) return;
        var shared = amount.DiskBytes == 0 ? null : SharedBy(candidate);
        if (shared is { } storage) AddShared(storage, times * amount.DiskBytes);
        if (!_isArranged) return;
        if (shared is { } changed)
        {
            foreach (var row in _arrangement.Sharing(changed)) Refresh(row);
        }
        else
        {
            Refresh(_arrangement.RowOf(key));
        }
    }

    private void Replace(Candidate candidate)
    {
        var row = _arrangement.RowOf(candidate.Key);
        var former = _arrangement.Candidates[row];
        _arrangement.Candidates[row] = candidate;
        var known = _arrangement.Columns.Further.Count;
        _arrangement.Columns.Tell(row, candidate, former);
        Refresh(row);
        // A dimension that is new to the table is told for every row.
        if (_arrangement.Columns.Further.Count != known) _isArranged = false;
    }

    private void Arrange()
    {
        _arrangement = Arrangement.Of([.. _told.Values]);
        _isArranged = true;
        for (var row = 0; row < _arrangement.Candidates.Length; row++)
        {
            _arrangement.Columns.Tell(row, _arrangement.Candidates[row], former: null);
        }

        for (var row = 0; row < _arrangement.Candidates.Length; row++) Refresh(row);
    }

    private void Refresh(int row)
    {
        var candidate = _arrangement.Candidates[row];
        var claimed = _claimed.GetValueOrDefault(candidate.Key);
        var free = new Claimed(candidate.Total - candidate.Foreign, null)
            .Plus(Capacity.None, candidate.Further, 1)
            .Plus(claimed.Amount, claimed.Further ?? NoneFurther, -1);
        if (SharedBy(candidate) is { } shared)
        {
            var left = candidate.Total.DiskBytes - candidate.Foreign.DiskBytes - _sharedDisk.GetValueOrDefault(shared);
            free = free with { Amount = free.Amount with { DiskBytes = left } };
        }

        _arrangement.Columns.Tell(row, candidate, free);
    }

    private static readonly IReadOnlyDictionary<string, long> NoneFurther =
        new Dictionary<string, long>(StringComparer.Ordinal);

    private void AddShared(CandidateKey shared, long diskBytes) =>
        _sharedDisk[shared] = _sharedDisk.GetValueOrDefault(shared) + diskBytes;

    private long DiskOf(CandidateKey key) => _claimed.GetValueOrDefault(key).Amount.DiskBytes;

    internal static CandidateKey? SharedBy(Candidate candidate) =>
        candidate.DiskPool is { } pool ? new CandidateKey(candidate.Key.Environment, pool) : null;
}
