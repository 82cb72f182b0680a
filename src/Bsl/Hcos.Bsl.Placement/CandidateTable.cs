using System.Runtime.InteropServices;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;

namespace Hcos.Bsl.Placement;

/// <summary>
/// All candidates as columns, one row per host, sorted by key. Claims are kept beside the rows, so that a host that
/// is withdrawn and comes back has them still. For one thread.
/// </summary>
public sealed class CandidateTable
{
    private readonly List<CandidateKey> _keys = [];
    private readonly List<Candidate> _candidates = [];
    private readonly List<bool> _usable = [];
    private readonly List<long> _totalVcpus = [];
    private readonly List<long> _totalMemory = [];
    private readonly List<long> _totalDisk = [];
    private readonly List<long> _freeVcpus = [];
    private readonly List<long> _freeMemory = [];
    private readonly List<long> _freeDisk = [];
    private readonly Dictionary<CandidateKey, Capacity> _claimed = [];
    private readonly Dictionary<CandidateKey, long> _sharedDisk = [];
    private readonly Dictionary<EnvironmentId, Offer> _offers = [];

    /// <summary>The position in the log up to which the table tells.</summary>
    public long Position { get; set; }

    /// <summary>How many candidates there are.</summary>
    public int Count => _keys.Count;

    /// <summary>The keys, sorted.</summary>
    public ReadOnlySpan<CandidateKey> Keys => CollectionsMarshal.AsSpan(_keys);

    internal ReadOnlySpan<bool> Usable => CollectionsMarshal.AsSpan(_usable);

    internal ReadOnlySpan<long> TotalVcpus => CollectionsMarshal.AsSpan(_totalVcpus);

    internal ReadOnlySpan<long> TotalMemory => CollectionsMarshal.AsSpan(_totalMemory);

    internal ReadOnlySpan<long> TotalDisk => CollectionsMarshal.AsSpan(_totalDisk);

    internal ReadOnlySpan<long> FreeVcpus => CollectionsMarshal.AsSpan(_freeVcpus);

    internal ReadOnlySpan<long> FreeMemory => CollectionsMarshal.AsSpan(_freeMemory);

    internal ReadOnlySpan<long> FreeDisk => CollectionsMarshal.AsSpan(_freeDisk);

    /// <summary>The row of a candidate; negative when there is none.</summary>
    public int RowOf(CandidateKey key) => _keys.BinarySearch(key);

    /// <summary>What is told of the candidate in a row.</summary>
    public Candidate At(int row) => _candidates[row];

    /// <summary>What is left in a row; negative where others took more than there is.</summary>
    public Capacity FreeAt(int row) => new(_freeVcpus[row], _freeMemory[row], _freeDisk[row]);

    /// <summary>What an environment offers.</summary>
    public Offer OfferOf(EnvironmentId environment) => _offers.GetValueOrDefault(environment, Offer.None);

    /// <summary>An environment offers this from here on.</summary>
    public void Offers(EnvironmentId environment, Offer offer) => _offers[environment] = offer;

    /// <summary>An environment offers nothing any more.</summary>
    public void Withdraw(EnvironmentId environment) => _offers.Remove(environment);

    /// <summary>A candidate joins or is told anew.</summary>
    public void Put(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        Withdraw(candidate.Key);
        var row = ~_keys.BinarySearch(candidate.Key);
        _keys.Insert(row, candidate.Key);
        _candidates.Insert(row, candidate);
        _usable.Insert(row, candidate.IsUsable);
        _totalVcpus.Insert(row, candidate.Total.Vcpus);
        _totalMemory.Insert(row, candidate.Total.MemoryBytes);
        _totalDisk.Insert(row, candidate.Total.DiskBytes);
        _freeVcpus.Insert(row, 0);
        _freeMemory.Insert(row, 0);
        _freeDisk.Insert(row, 0);
        if (SharedBy(candidate) is { } shared) Share(shared, ClaimedOf(candidate.Key).DiskBytes);
        else Refresh(row);
    }

    /// <summary>A candidate leaves; what is claimed on it is remembered.</summary>
    public void Withdraw(CandidateKey key)
    {
        var row = _keys.BinarySearch(key);
        if (row < 0) return;
        var former = _candidates[row];
        _keys.RemoveAt(row);
        _candidates.RemoveAt(row);
        _usable.RemoveAt(row);
        _totalVcpus.RemoveAt(row);
        _totalMemory.RemoveAt(row);
        _totalDisk.RemoveAt(row);
        _freeVcpus.RemoveAt(row);
        _freeMemory.RemoveAt(row);
        _freeDisk.RemoveAt(row);
        if (SharedBy(former) is { } shared) Share(shared, -ClaimedOf(key).DiskBytes);
    }

    /// <summary>Something is claimed on a host.</summary>
    public void Claim(CandidateKey key, Capacity amount) => Change(key, amount);

    /// <summary>Something is no longer claimed on a host.</summary>
    public void Release(CandidateKey key, Capacity amount) => Change(key, Capacity.None - amount);

    private void Change(CandidateKey key, Capacity amount)
    {
        _claimed[key] = ClaimedOf(key) + amount;
        var row = _keys.BinarySearch(key);
        if (row < 0) return;
        if (amount.DiskBytes != 0 && SharedBy(_candidates[row]) is { } shared) Share(shared, amount.DiskBytes);
        else Refresh(row);
    }

    private void Share(CandidateKey shared, long diskBytes)
    {
        _sharedDisk[shared] = _sharedDisk.GetValueOrDefault(shared) + diskBytes;
        for (var row = 0; row < _candidates.Count; row++)
        {
            if (SharedBy(_candidates[row]) == shared) Refresh(row);
        }
    }

    private void Refresh(int row)
    {
        var candidate = _candidates[row];
        var free = candidate.Total - candidate.Foreign - ClaimedOf(candidate.Key);
        _freeVcpus[row] = free.Vcpus;
        _freeMemory[row] = free.MemoryBytes;
        _freeDisk[row] = SharedBy(candidate) is { } shared
            ? candidate.Total.DiskBytes - candidate.Foreign.DiskBytes - _sharedDisk.GetValueOrDefault(shared)
            : free.DiskBytes;
    }

    private Capacity ClaimedOf(CandidateKey key) => _claimed.GetValueOrDefault(key);

    private static CandidateKey? SharedBy(Candidate candidate) =>
        candidate.DiskPool is { } pool ? new CandidateKey(candidate.Key.Environment, pool) : null;
}
