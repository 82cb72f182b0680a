using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>
/// What somebody else does, behind the back of every driver. Whatever of it concerns servers is told as an event, as a
/// platform would. Throws <see cref="InvalidOperationException"/> when the platform refuses: a test asked for nonsense.
/// </summary>
public sealed class OutsideChanges
{
    private readonly PlatformState _state;

    internal OutsideChanges(PlatformState state) => _state = state;

    /// <summary>Changes the execution of a server: <see cref="PowerAction.PowerOff"/> is what destroy does.</summary>
    public void Power(ResourceKey key, PowerAction action, DateTimeOffset now) =>
        Demand(Platform.Power.Set(_state, Own(key), action, now));

    /// <summary>
    /// Takes a server's power and definition away, and its disks too unless they are to be left behind, or would go
    /// with it anyhow.
    /// </summary>
    public void Delete(ResourceKey key, bool leaveDisks, DateTimeOffset now)
    {
        var own = Own(key);
        Demand(Platform.Power.Set(_state, own, PowerAction.PowerOff, now));
        Demand(_state.Options.Manners.PicksIds
            ? Making.Remove(_state, own.NativeId, now)
            : Definitions.Undefine(_state, own, now));
        if (!leaveDisks && !_state.Copies.IsWhole(key.NativeId)) Demand(Disks.Remove(_state, key));
    }

    /// <summary>Makes a server that is not HCOS's, stopped, without disk and network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="now">The instant.</param>
    /// <param name="memoryBytes">Its memory, in bytes.</param>
    /// <param name="identity">An identity that it pretends to have; null for one of its own.</param>
    public ResourceKey CreateServer(
        string name, DateTimeOffset now, long memoryBytes = 1L << 30, ResourceId? identity = null)
    {
        var id = _state.Derive($"foreign server {name} {now:O}").ToString();
        var host = Definitions.Roomiest(_state, memoryBytes)
            ?? throw new InvalidOperationException("no host has the memory");
        if (_state.IsTaken(name) || _state.Servers.ContainsKey(id))
        {
            throw new InvalidOperationException($"another server is named {name}");
        }

        _state.Put(new(id, identity?.ToString() ?? id, name, 1, memoryBytes, host.Id), now, "defined");
        return new(ResourceKind.Server, id);
    }

    /// <summary>
    /// A definition that HCOS asked for arrives after it was given up: stopped, without disk, with HCOS's mark, and
    /// being made where the platform gives ids.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="madeFor">The resource it says it was made for.</param>
    /// <param name="now">The instant.</param>
    /// <param name="nativeId">A native id of its own, for a second copy; null for the one that follows.</param>
    /// <param name="memoryBytes">Its memory, in bytes.</param>
    public ResourceKey LeaveServer(
        string name, ResourceId madeFor, DateTimeOffset now, string? nativeId = null, long memoryBytes = 1L << 30)
    {
        var picksIds = _state.Options.Manners.PicksIds;
        var id = nativeId ?? (picksIds ? _state.Derive($"left server {name}") : madeFor.Value).ToString();
        var host = Definitions.Roomiest(_state, memoryBytes)
            ?? throw new InvalidOperationException("no host has the memory");
        if (_state.IsTaken(name) || _state.Servers.ContainsKey(id))
        {
            throw new InvalidOperationException($"another server is named {name}");
        }

        var left = new ServerRecord(id, picksIds ? madeFor.ToString() : id, name, 1, memoryBytes, host.Id)
        {
            Mark = madeFor.ToString(),
            IsMaking = picksIds,
        };
        _state.Put(left, now, "defined");
        return _state.Copies.KeyOf(_state.Servers[id]);
    }

    /// <summary>A disk that was made for a server stays, or appears, without it.</summary>
    public ResourceKey LeaveDisk(ResourceId madeFor)
    {
        var disk = PlatformState.Disk(madeFor.ToString(), 1L << 30, _state.Images.Keys.First());
        _state.PutVolume(disk);
        return new(ResourceKind.Volume, disk.Id);
    }

    /// <summary>The same with the disk that a guest reads its first data from.</summary>
    public ResourceKey LeaveSeed(ResourceId madeFor)
    {
        var seed = PlatformState.Seed(madeFor.ToString());
        _state.PutVolume(seed);
        return new(ResourceKind.Volume, seed.Id);
    }

    /// <summary>A disk that is not HCOS's.</summary>
    public ResourceKey CreateDisk(string name)
    {
        var disk = new VolumeRecord($"{SimulatedMapping.Pool}/{name}", 1L << 30, 1L << 20, "qcow2", null, null);
        _state.PutVolume(disk);
        return new(ResourceKind.Volume, disk.Id);
    }

    /// <summary>Takes so much of a host's memory away, in bytes, until it is called again.</summary>
    public void ReserveMemory(string host, long bytes) =>
        _state.Hosts[host] = Host(host) with { ReservedBytes = bytes };

    /// <summary>Takes so much of the storage pool away, in bytes, until it is called again.</summary>
    public void ReservePool(long bytes) => _state.ReservedPoolBytes = bytes;

    /// <summary>Gives a host other processors and memory.</summary>
    public void Resize(string host, int vcpus, long memoryBytes) =>
        _state.Hosts[host] = Host(host) with { Vcpus = vcpus, MemoryBytes = memoryBytes };

    /// <summary>Gives a stopped server other processors and memory.</summary>
    public void Resize(ResourceKey key, ServerSize size, DateTimeOffset now) =>
        Demand(Sizes.Change(_state, new(Own(key), size), now));

    /// <summary>A host dies: what executed there is off, and nothing starts there.</summary>
    public void CrashHost(string host, DateTimeOffset now)
    {
        _state.Hosts[host] = Host(host) with { Works = false };
        foreach (var server in _state.Servers.Values.Where(s => s.Host == host && s.Executes).ToList())
        {
            _state.Put(Platform.Power.Off(server), now, "stopped/crashed");
        }
    }

    /// <summary>A host that died works again.</summary>
    public void RepairHost(string host) => _state.Hosts[host] = Host(host) with { Works = true };

    /// <summary>How often a server began to execute anew.</summary>
    public int Starts(ResourceKey server) => _state.Copies.Find(server)?.Starts
        ?? throw new InvalidOperationException($"there is no {server}");

    /// <summary>Writes on the disk of a server, in place of what was written there before.</summary>
    public void Write(ResourceKey server, string content) =>
        _state.PutVolume(DiskOf(server) with { Content = content });

    /// <summary>What is written on the disk of a server.</summary>
    public string Read(ResourceKey server) => DiskOf(server).Content;

    /// <summary>Removes an image, whoever uses it.</summary>
    public void RemoveImage(string name) => _state.Images.Remove(name);

    /// <summary>Another platform answers under the same address, or the credential sees with other rights.</summary>
    public void Impersonate(string nativeIdentity, string scope) =>
        _state.Status = _state.Status with { NativeIdentity = nativeIdentity, Scope = scope };

    private VolumeRecord DiskOf(ResourceKey server) =>
        (_state.Copies.Find(server) is { } there ? _state.DiskOf(there) : null)
        ?? throw new InvalidOperationException($"{server} has no disk");

    /// <summary>What the platform itself calls the server that goes by a key.</summary>
    private ResourceKey Own(ResourceKey key) => key with { NativeId = _state.Copies.Find(key)?.Id ?? key.NativeId };

    private HostRecord Host(string id) =>
        _state.Hosts.TryGetValue(id, out var host) ? host : throw new InvalidOperationException($"no host {id}");

    private static void Demand(PlatformAnswer answer)
    {
        if (answer is PlatformAnswer.Refused refused)
        {
            throw new InvalidOperationException(refused.Reason);
        }
    }
}
