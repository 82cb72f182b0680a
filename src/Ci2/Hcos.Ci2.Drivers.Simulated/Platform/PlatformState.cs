using System.Security.Cryptography;
using System.Text;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>All that a simulated platform remembers. Whatever is enumerated is in ordinal order.</summary>
internal sealed class PlatformState
{
    private const long ThinBytes = 200 << 10;

    private readonly SortedDictionary<string, VolumeRecord> _volumes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<(string Server, DateTimeOffset Due), (DateTimeOffset Due, long Order)> _timers =
        new();

    /// <summary>Ids of servers by name; where the platform gives ids, several may have one.</summary>
    private readonly Dictionary<string, SortedSet<string>> _names = new(StringComparer.Ordinal);

    private long _timerOrder;

    public PlatformState(SimulatedOptions options, SimulatedRuns runs)
    {
        Options = options;
        Runs = runs;
        Copies = new(this);
        Status = new(
            Derive("identity").ToString(), "simulated 1.0", "everything");
        for (var number = 1; number <= options.Hosts; number++)
        {
            var id = $"host-{number:D4}";
            Hosts.Add(id, new(id, options.Vcpus, options.MemoryBytes));
        }

        foreach (var image in options.Images)
        {
            Images.Add(image, new(image, 1L << 30, 17L << 20, "qcow2"));
        }

        var second = 16 + (Derive("addresses").ToByteArray()[0] % 160);
        foreach (var (index, network) in options.Networks.Index())
        {
            Networks.Add(network, new(network, second + index));
        }
    }

    public SimulatedOptions Options { get; }

    public SimulatedRuns Runs { get; }

    public EnvironmentStatus Status { get; set; }

    public SortedDictionary<string, HostRecord> Hosts { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, ServerRecord> Servers { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, VolumeRecord> Volumes => _volumes;

    /// <summary>The disks that are parts of servers.</summary>
    public IEnumerable<VolumeRecord> Parts =>
        Options.Manners.Launches ? _volumes.Values.Where(volume => volume.PartOf is not null) : [];

    public SortedDictionary<string, ImageRecord> Images { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, NetworkRecord> Networks { get; } = new(StringComparer.Ordinal);

    /// <summary>Who carries whose mark.</summary>
    public CopyIndex Copies { get; }

    public Ports Ports { get; } = new();

    /// <summary>How many servers there ever were.</summary>
    public long Births { get; private set; }

    /// <summary>What happened and was not told yet.</summary>
    public List<NativeEvent> Untold { get; } = [];

    public HostUse Use { get; } = new();

    public long ReservedPoolBytes { get; set; }

    public long VolumeBytes { get; private set; }

    public long AvailablePoolBytes =>
        Options.PoolBytes - ReservedPoolBytes - VolumeBytes - Images.Values.Sum(image => image.AllocatedBytes);

    /// <summary>When the next thing happens by itself; null when nothing will.</summary>
    public DateTimeOffset? NextDue => _timers.TryPeek(out _, out var priority) ? priority.Due : null;

    /// <summary>The disk of a server.</summary>
    public static VolumeRecord Disk(string server, long capacity, string image) =>
        new($"{SimulatedMapping.Pool}/{server}-disk.qcow2", capacity, ThinBytes, "qcow2", image, server);

    /// <summary>The disk that a server's guest reads its user data from.</summary>
    public static VolumeRecord Seed(string server) =>
        new($"{SimulatedMapping.Pool}/{server}-seed.iso", 1 << 20, ThinBytes, "raw", null, server);

    /// <summary>
    /// The disks that are there of those that were made for a server, in the order of their attachment.
    /// </summary>
    public IReadOnlyList<VolumeRecord> DisksOf(string server) =>
    [
        .. new[] { Disk(server, 0, string.Empty).Id, Seed(server).Id }
            .Where(_volumes.ContainsKey)
            .Select(id => _volumes[id]),
    ];

    /// <summary>The disk of a server that the guest writes on; null when it has none.</summary>
    public VolumeRecord? DiskOf(ServerRecord server) =>
        _volumes.GetValueOrDefault(Disk(DisksNamedFrom(server), 0, string.Empty).Id);

    /// <summary>What the disks of a server are named from: those that outlive it from its mark.</summary>
    public string DisksNamedFrom(ServerRecord server) =>
        Options.Manners is { PicksIds: true, Launches: false } && server.Mark is { } mark ? mark : server.Id;

    /// <summary>Whether a name is another server's than the one of that resource.</summary>
    public bool IsTaken(string name, string resource) =>
        _names.GetValueOrDefault(name) is { } ids && ids.Any(id => ResourceOf(Servers[id]) != resource);

    /// <summary>Whether any server has that name.</summary>
    public bool IsTaken(string name) => _names.ContainsKey(name);

    public void PutVolume(VolumeRecord volume)
    {
        RemoveVolume(volume.Id);
        _volumes.Add(volume.Id, volume);
        VolumeBytes += volume.AllocatedBytes;
    }

    public void RemoveVolume(string id)
    {
        if (_volumes.Remove(id, out var volume))
        {
            VolumeBytes -= volume.AllocatedBytes;
        }
    }

    /// <summary>128 bits that follow from the estate's name, its seed and <paramref name="what"/>.</summary>
    public Guid Derive(string what) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{Options.Name}\n{Options.Seed}\n{what}")).AsSpan(0, 16));

    /// <summary>Writes <paramref name="server"/> and tells what became different.</summary>
    public void Put(ServerRecord server, DateTimeOffset now, string detail)
    {
        var before = Servers.GetValueOrDefault(server.Id);
        var shown = Copies.Shown(server);
        if (before is null) server = server with { Born = ++Births };
        Servers[server.Id] = server;
        if (before is null) Copies.Add(server);
        Rename(server.Id, before?.Name, server.Name);
        Watch(server.Id, server.OffAt, before?.OffAt);
        Watch(server.Id, server.AddressAt, before?.AddressAt);
        Account(before, server, now);
        Tell(shown, Copies.Shown(server), Copies.KeyOf(server).NativeId, detail);
    }

    public void Remove(ServerRecord server, DateTimeOffset now, string detail)
    {
        var shown = Copies.Shown(server);
        Servers.Remove(server.Id);
        Copies.Remove(server);
        Rename(server.Id, server.Name, null);
        Account(server, null, now);
        foreach (var network in Networks.Values)
        {
            network.Release(server.Id);
        }

        Tell(shown, Copies.Shown(server), null, detail);
    }

    /// <summary>Takes a timer that is due, in the order of time and then of setting.</summary>
    public (string Server, DateTimeOffset Due)? TakeDue(DateTimeOffset now) =>
        NextDue <= now ? _timers.Dequeue() : null;

    private void Watch(string server, DateTimeOffset? due, DateTimeOffset? before)
    {
        if (due is { } instant && due != before)
        {
            _timers.Enqueue((server, instant), (instant, _timerOrder++));
        }
    }

    private void Account(ServerRecord? before, ServerRecord? after, DateTimeOffset now)
    {
        Use.Change(before, after);
        if (before is { Executes: true } && after is not { Executes: true })
        {
            Runs.Ended(Options.Name, before.Id, before.Identity);
        }
        else if (after is { Executes: true } && before is not { Executes: true })
        {
            Runs.Began(Options.Name, after.Id, after.Identity, now);
        }
    }

    private string ResourceOf(ServerRecord server) =>
        Options.Manners.PicksIds && server.Mark is { } mark ? mark : server.Id;

    private void Rename(string server, string? before, string? after)
    {
        if (before == after) return;
        if (before is not null && _names[before].Remove(server) && _names[before].Count == 0) _names.Remove(before);
        if (after is null) return;
        if (!_names.TryGetValue(after, out var ids)) _names[after] = ids = new(StringComparer.Ordinal);
        ids.Add(server);
    }

    /// <summary>Tells what is shown otherwise than before, and of <paramref name="told"/> in any case.</summary>
    private void Tell(
        SortedDictionary<string, ResourceState> before,
        SortedDictionary<string, ResourceState> after,
        string? told,
        string detail)
    {
        foreach (var (key, state) in before)
        {
            if (!after.TryGetValue(key, out var now)) Tell(key, NativeEventKind.Removed, null, detail);
            else if (now != state) Tell(key, NativeEventKind.StateChanged, now, detail);
            else if (key == told) Tell(key, NativeEventKind.Changed, now, detail);
        }

        foreach (var (key, state) in after.Where(one => !before.ContainsKey(one.Key)))
        {
            Tell(key, NativeEventKind.Changed, state, detail);
        }
    }

    private void Tell(string server, NativeEventKind kind, ResourceState? state, string detail) =>
        Untold.Add(new(new(ResourceKind.Server, server), kind, state, detail));
}
