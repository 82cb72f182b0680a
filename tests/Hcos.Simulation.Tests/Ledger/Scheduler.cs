using Hcos.Bsl.Placement;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Ledger;

/// <summary>
/// One of several schedulers: places by the engine on what it has heard of the ledger so far, less what it has asked
/// for itself, and claims. It repeats what was not answered, and may forget everything.
/// </summary>
internal sealed class Scheduler(int number, int seed)
{
    private const int MostOpen = 24;
    private const long Gib = 1L << 30;
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(2);
    private readonly Dice _dice = new(seed, $"scheduler {number}");
    private readonly Dictionary<ResourceId, (ClaimCapacity Claim, DateTimeOffset Sent)> _asked = [];
    private readonly SortedDictionary<Guid, ResourceId> _held = [];
    private readonly Dictionary<ResourceId, DateTimeOffset> _releasing = [];
    private CandidateTable _table = new();
    private int _claims;

    /// <summary>The next position of the ledger's log that it wants to hear of.</summary>
    public int Next { get; private set; }

    /// <summary>How often the ledger refused what its own view had promised.</summary>
    public long Conflicts { get; private set; }

    public bool IsIdle => _asked.Count == 0 && _held.Count == 0 && _releasing.Count == 0;

    /// <summary>Which claims it waits for; for those who compare.</summary>
    public IEnumerable<ClaimCapacity> Asked => _asked.Values.Select(asked => asked.Claim);

    public CandidateTable Table => _table;

    /// <summary>Whether a resource is one that it asked for.</summary>
    public bool IsMine(ResourceId resource) => resource.Value.ToByteArray()[0] == number;

    /// <summary>Claims, releases, or repeats something.</summary>
    public ICommand? Act(DateTimeOffset now, bool isEnding)
    {
        if (Repeated(now) is { } again) return again;
        var wantsLess = isEnding || _held.Count > MostOpen || _dice.Chance(0.45);
        if (wantsLess) return _held.Count == 0 ? null : Release(_dice.Pick([.. _held.Values]), now);
        return isEnding ? null : Claim(now);
    }

    /// <summary>Hears of one event of the ledger.</summary>
    public void Hear(IEvent happened, int position)
    {
        Next = position + 1;
        switch (happened)
        {
            case HostCapacityChanged host:
                var key = new CandidateKey(host.Environment, host.Host);
                _table.Put(new(key, host.Name, host.Total, host.Foreign, host.IsUsable));
                break;
            case CapacityClaimed claimed:
                // Its own counts from the moment of asking.
                if (!_asked.Remove(claimed.Resource)) _table.Claim(KeyOf(claimed), claimed.Amount);
                if (IsMine(claimed.Resource)) _held[claimed.Resource.Value] = claimed.Resource;
                break;
            case ClaimReleased released:
                _table.Release(new(released.Environment, released.Host), released.Amount);
                _held.Remove(released.Resource.Value);
                _releasing.Remove(released.Resource);
                break;
            default:
                break;
        }
    }

    /// <summary>The ledger refused a claim.</summary>
    public void Refused(ResourceId resource)
    {
        if (!_asked.Remove(resource, out var asked)) return;
        Conflicts++;
        _table.Release(new(asked.Claim.Environment, asked.Claim.Host), asked.Claim.Amount);
    }

    /// <summary>It starts anew from what the ledger has now; what is on its way is unknown to it.</summary>
    public void Forget(Books books, int position)
    {
        _table = new CandidateTable();
        _asked.Clear();
        _held.Clear();
        _releasing.Clear();
        foreach (var host in books.Hosts.Values) Hear(host, position - 1);
        foreach (var claimed in books.Held) Hear(claimed, position - 1);
        Next = position;
    }

    private ICommand? Repeated(DateTimeOffset now)
    {
        foreach (var (resource, (claim, sent)) in _asked)
        {
            if (now - sent < Repeat) continue;
            _asked[resource] = (claim, now);
            return claim;
        }

        foreach (var (resource, sent) in _releasing)
        {
            if (now - sent >= Repeat) return Release(resource, now);
        }

        return null;
    }

    private ReleaseResource Release(ResourceId resource, DateTimeOffset now)
    {
        _held.Remove(resource.Value);
        _releasing[resource] = now;
        return new ReleaseResource(resource, null);
    }

    private ClaimCapacity? Claim(DateTimeOffset now)
    {
        var size = 1 << _dice.Between(0, 3);
        var outcome = PlacementEngine.Place(new(size, size * 2 * Gib), _table);
        if (outcome.Decision is not { } decision) return null;
        var resource = new ResourceId(NewId());
        var spec = new ResourceSpec(resource, ResourceKind.Server, $"race-{number}-{_claims}")
        {
            Server = new(size, size * 2 * Gib, Host: decision.Host),
        };
        var claim = new ClaimCapacity(
            new(DerivedId.From("race", "claim", resource.ToString())),
            resource,
            decision.Environment,
            decision.Host,
            outcome.Amount,
            spec,
            now + TimeSpan.FromHours(1));
        _asked[resource] = (claim, now);
        _table.Claim(new(decision.Environment, decision.Host), outcome.Amount);
        return claim;
    }

    /// <summary>An id whose first byte says whose it is; new after a start, too.</summary>
    private Guid NewId()
    {
        var bytes = DerivedId.From("race", $"{seed}", $"{number}", $"{++_claims}").ToByteArray();
        bytes[0] = (byte)number;
        return new Guid(bytes);
    }

    private static CandidateKey KeyOf(CapacityClaimed claimed) => new(claimed.Environment, claimed.Host);
}
