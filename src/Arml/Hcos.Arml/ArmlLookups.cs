using Hcos.Arml.Environments;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml;

/// <summary>The capacity ledger, and which native object is which resource of ours.</summary>
internal sealed partial class ArmlLookups(ArmlOptions options) : ILookups
{
    private readonly Dictionary<(EnvironmentId, string Host), HostCapacityChanged> _hosts = [];
    private readonly Dictionary<(EnvironmentId, string Host), Capacity> _claimed = [];
    private readonly Dictionary<(EnvironmentId, string Pool), long> _sharedDisk = [];
    private readonly Dictionary<ResourceId, string> _poolOf = [];
    private readonly Dictionary<EnvironmentId, EnvironmentNoted> _environments = [];
    private readonly HashSet<EnvironmentId> _closed = [];
    private readonly Dictionary<ResourceId, CapacityClaimed> _held = [];
    private readonly HashSet<ClaimId> _claims = [];
    private readonly Dictionary<string, ClaimId> _ended = new(StringComparer.Ordinal);
    private readonly Dictionary<(EnvironmentId, ResourceKey), ResourceId> _byKey = [];
    private readonly Dictionary<ResourceId, ResourceKey> _keyOf = [];
    private readonly Dictionary<EnvironmentId, SortedSet<string>> _streams = [];
    private readonly Dictionary<EnvironmentId, SortedSet<string>> _unknown = [];

    public ArmlOptions Options { get; } = options;

    public void Apply(RecordedEvent happened)
    {
        NoteForeign(happened.Body);
        NoteOrphans(happened);
        switch (happened.Body)
        {
            case EnvironmentNoted noted:
                _environments[noted.Environment] = noted;
                break;
            case EnvironmentClosed closed:
                _closed.Add(closed.Environment);
                break;
            case EnvironmentReopened reopened:
                _closed.Remove(reopened.Environment);
                break;
            case EnvironmentForgotten gone:
                _closed.Remove(gone.Environment);
                break;
            case HostCapacityChanged host:
                _hosts[(host.Environment, host.Host)] = host;
                break;
            case HostWithdrawn host:
                _hosts.Remove((host.Environment, host.Host));
                break;
            case CapacityClaimed claimed:
                Hold(claimed);
                break;
            case ResourceProvisioned made:
                _byKey[(made.Environment, made.Key)] = made.Resource;
                _keyOf[made.Resource] = made.Key;
                break;
            case ResourceStatusChanged status:
                Note(status);
                break;
            case ClaimResized resized:
                Resize(resized);
                break;
            case ClaimReleased released:
                Release(released);
                break;
            case Forgotten forgotten:
                foreach (var stream in forgotten.Streams)
                {
                    if (_ended.Remove(stream, out var claim)) _claims.Remove(claim);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Whether a resource is ours and not ended.</summary>
    public bool Knows(ResourceId resource) => _held.ContainsKey(resource);

    /// <summary>Whether a claim was ever made under this id.</summary>
    public bool Knows(ClaimId claim) => _claims.Contains(claim);

    /// <summary>Whether no claim is accepted there, because it is about to be removed.</summary>
    public bool IsClosed(EnvironmentId environment) => _closed.Contains(environment);

    /// <summary>How many claims are held there.</summary>
    public int ClaimsIn(EnvironmentId environment) => _streams.GetValueOrDefault(environment)?.Count ?? 0;

    public bool IsObserveOnly(EnvironmentId environment) =>
        _environments.TryGetValue(environment, out var noted) && noted.Access == EnvironmentAccess.ObserveOnly;

    public HostCapacityChanged? Host(EnvironmentId environment, string host) =>
        _hosts.GetValueOrDefault((environment, host));

    /// <summary>All that is claimed on a host; disk that is shared counts for all hosts that share it.</summary>
    public Capacity ClaimedOn(HostCapacityChanged host)
    {
        var own = _claimed.GetValueOrDefault((host.Environment, host.Host));
        return host.DiskPool is null
            ? own
            : own with { DiskBytes = _sharedDisk.GetValueOrDefault((host.Environment, host.DiskPool)) };
    }

    /// <summary>The resource of ours that an object is; null when it is foreign.</summary>
    public ResourceId? ResourceOf(EnvironmentId environment, ResourceKey key)
    {
        if (_byKey.TryGetValue((environment, key), out var mapped)) return mapped;
        return key.Kind == ResourceKind.Server
            && Guid.TryParse(key.NativeId, out var id)
            && _held.TryGetValue(new ResourceId(id), out var claimed)
            && claimed.Environment == environment
            ? claimed.Resource
            : null;
    }

    /// <summary>Whether a volume belongs to a server of ours: its name begins with the resource's id.</summary>
    public bool IsOurVolume(ResourceKey key)
    {
        var name = key.NativeId.AsSpan(key.NativeId.LastIndexOf('/') + 1);
        return name.Length >= 36 && Guid.TryParseExact(name[..36], "D", out var id) && _held.ContainsKey(new(id));
    }

    public IEnumerable<string> StreamsOf(EnvironmentId environment, ResourceKey key) =>
        ResourceOf(environment, key) is { } resource ? [resource.ToString()] : [];

    public IEnumerable<string> StreamsIn(EnvironmentId environment) => [.. _streams.GetValueOrDefault(environment, [])];

    public IEnumerable<string> UnknownIn(EnvironmentId environment) => [.. _unknown.GetValueOrDefault(environment, [])];

    private void Hold(CapacityClaimed claimed)
    {
        _held[claimed.Resource] = claimed;
        _claims.Add(claimed.Claim);
        var host = (claimed.Environment, claimed.Host);
        _claimed[host] = _claimed.GetValueOrDefault(host) + claimed.Amount;
        In(_streams, claimed.Environment).Add(claimed.Resource.ToString());
        if (!_hosts.TryGetValue(host, out var known) || known.DiskPool is not { } pool) return;
        _poolOf[claimed.Resource] = pool;
        Share(claimed.Environment, pool, claimed.Amount.DiskBytes);
    }

    private void Resize(ClaimResized resized)
    {
        if (!_held.TryGetValue(resized.Resource, out var claimed)) return;
        _held[resized.Resource] = claimed with { Amount = resized.Amount };
        var host = (resized.Environment, resized.Host);
        _claimed[host] = _claimed.GetValueOrDefault(host) + (resized.Amount - resized.Former);
        if (!_poolOf.TryGetValue(resized.Resource, out var pool)) return;
        Share(resized.Environment, pool, resized.Amount.DiskBytes - resized.Former.DiskBytes);
    }

    private void Note(ResourceStatusChanged status)
    {
        var unknown = In(_unknown, status.Environment);
        if (status.State == ResourceState.Unknown) unknown.Add(status.Resource.ToString());
        else unknown.Remove(status.Resource.ToString());
    }

    private void Release(ClaimReleased released)
    {
        if (!_held.Remove(released.Resource)) return;
        _ended[$"resource-{released.Resource}"] = released.Claim;
        if (_keyOf.Remove(released.Resource, out var key)) _byKey.Remove((released.Environment, key));
        var host = (released.Environment, released.Host);
        _claimed[host] = _claimed.GetValueOrDefault(host) - released.Amount;
        In(_streams, released.Environment).Remove(released.Resource.ToString());
        In(_unknown, released.Environment).Remove(released.Resource.ToString());
        if (!_poolOf.Remove(released.Resource, out var pool)) return;
        Share(released.Environment, pool, -released.Amount.DiskBytes);
    }

    private void Share(EnvironmentId environment, string pool, long diskBytes) =>
        _sharedDisk[(environment, pool)] = _sharedDisk.GetValueOrDefault((environment, pool)) + diskBytes;

    private static SortedSet<string> In(Dictionary<EnvironmentId, SortedSet<string>> sets, EnvironmentId environment)
    {
        if (!sets.TryGetValue(environment, out var set))
        {
            sets[environment] = set = new SortedSet<string>(StringComparer.Ordinal);
        }

        return set;
    }
}
