using Hcos.Arml.Environments;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Arml;

/// <summary>Servers that are nobody's, what is being adopted, and whose disks are whose.</summary>
internal sealed partial class ArmlLookups
{
    private readonly Dictionary<(EnvironmentId, ResourceKey), Item> _foreign = [];
    private readonly Dictionary<(EnvironmentId, ResourceKey), ResourceId> _adopting = [];
    private readonly Dictionary<EnvironmentId, SortedDictionary<string, SortedSet<string>>> _volumeUsers = [];
    private readonly Dictionary<(EnvironmentId, ResourceKey), IReadOnlyList<string>> _volumesOf = [];
    private readonly Dictionary<EnvironmentId, EnvironmentStandingChanged> _standings = [];

    /// <summary>A server that is nobody's; null when there is none of that key.</summary>
    public Item? Foreign(EnvironmentId environment, ResourceKey key) =>
        _foreign.GetValueOrDefault((environment, key));

    /// <summary>Whether a server is being adopted just now.</summary>
    public bool IsAdopting(EnvironmentId environment, ResourceKey key) => _adopting.ContainsKey((environment, key));

    /// <summary>
    /// Why nobody can see for sure what is there; null when the environment answers and is not suspect.
    /// </summary>
    public string? WhyDoubtful(EnvironmentId environment) => _standings.GetValueOrDefault(environment) switch
    {
        { Standing: Standing.Unreachable, Reason: var reason } => $"the environment does not answer: {reason}",
        { Standing: Standing.Suspect, Reason: var reason } => $"the environment is suspect: {reason}",
        { Standing: Standing.Unknown } or null => "the environment has not answered yet",
        _ => null,
    };

    /// <summary>The native ids of the servers that have a disk, as far as is known; nobody's and ours.</summary>
    public IReadOnlyCollection<string> UsersOf(EnvironmentId environment, string volume) =>
        _volumeUsers.GetValueOrDefault(environment)?.GetValueOrDefault(volume) is { } users ? users : [];

    /// <summary>The first disk of a server that another has too, or that was made here; null when none.</summary>
    public string? SharedVolume(EnvironmentId environment, ResourceKey server, IEnumerable<string> volumes) =>
        volumes.FirstOrDefault(volume =>
            IsOurVolume(new(ResourceKind.Volume, volume))
            || UsersOf(environment, volume).Any(user => user != server.NativeId));

    private void NoteForeign(IEvent happened)
    {
        switch (happened)
        {
            case ItemNoted { Key.Kind: ResourceKind.Server } noted:
                _foreign[(noted.Environment, noted.Key)] = noted.Item;
                Uses(noted.Environment, noted.Key, noted.Item.Volumes);
                break;
            case ItemLost { Key.Kind: ResourceKind.Server } lost:
                _foreign.Remove((lost.Environment, lost.Key));
                if (!_byKey.ContainsKey((lost.Environment, lost.Key))) Uses(lost.Environment, lost.Key, []);
                break;
            case CapacityClaimed { Adopted: { } key } adopted:
                _adopting[(adopted.Environment, key)] = adopted.Resource;
                break;
            case ResourceProvisioned made:
                _adopting.Remove((made.Environment, made.Key));
                Uses(made.Environment, made.Key, made.Object.Server?.Volumes ?? []);
                break;
            case ResourceStatusChanged { Object: { Server: { } server } seen } status:
                Uses(status.Environment, seen.Key, server.Volumes);
                break;
            case ClaimReleased released:
                Forget(released);
                break;
            case EnvironmentStandingChanged standing:
                _standings[standing.Environment] = standing;
                break;
            case EnvironmentForgotten gone:
                Forget(gone.Environment);
                break;
            default:
                break;
        }
    }

    private void Forget(ClaimReleased released)
    {
        if (_keyOf.TryGetValue(released.Resource, out var key)) Uses(released.Environment, key, []);
        if (_held.GetValueOrDefault(released.Resource)?.Adopted is { } adopted)
        {
            _adopting.Remove((released.Environment, adopted));
        }
    }

    private void Forget(EnvironmentId environment)
    {
        _standings.Remove(environment);
        _volumeUsers.Remove(environment);
        foreach (var key in _foreign.Keys.Where(key => key.Item1 == environment).ToList()) _foreign.Remove(key);
        foreach (var key in _volumesOf.Keys.Where(key => key.Item1 == environment).ToList()) _volumesOf.Remove(key);
    }

    private void Uses(EnvironmentId environment, ResourceKey server, IReadOnlyList<string> volumes)
    {
        if (!_volumeUsers.TryGetValue(environment, out var users))
        {
            if (volumes.Count == 0) return;
            _volumeUsers[environment] = users = new(StringComparer.Ordinal);
        }

        foreach (var former in _volumesOf.GetValueOrDefault((environment, server), []))
        {
            if (!users.TryGetValue(former, out var others) || !others.Remove(server.NativeId)) continue;
            if (others.Count == 0) users.Remove(former);
        }

        _volumesOf.Remove((environment, server));
        if (volumes.Count == 0) return;
        _volumesOf[(environment, server)] = [.. volumes];
        foreach (var volume in volumes)
        {
            if (!users.TryGetValue(volume, out var having)) users[volume] = having = new(StringComparer.Ordinal);
            having.Add(server.NativeId);
        }
    }
}
