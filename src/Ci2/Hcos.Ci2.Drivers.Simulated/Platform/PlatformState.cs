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

    private long _timerOrder;

    public PlatformState(SimulatedOptions options, SimulatedRuns runs)
    {
        Options = options;
        Runs = runs;
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

    public SortedDictionary<string, ImageRecord> Images { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, NetworkRecord> Networks { get; } = new(StringComparer.Ordinal);

    /// <summary>Server ids by name; only looked up, never enumerated.</summary>
    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

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
    public VolumeRecord? DiskOf(string server) => _volumes.GetValueOrDefault(Disk(server, 0, string.Empty).Id);

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
        Servers[server.Id] = server;
        if (before is not null)
        {
            Names.Remove(before.Name);
        }

        Names[server.Name] = server.Id;
        Watch(server.Id, server.OffAt, before?.OffAt);
        Watch(server.Id, server.AddressAt, before?.AddressAt);
        Account(before, server, now);
        var moved = before is not null && before.State != server.State;
        Tell(server.Id, moved ? NativeEventKind.StateChanged : NativeEventKind.Changed, server.State, detail);
    }

    public void Remove(ServerRecord server, DateTimeOffset now, string detail)
    {
        Servers.Remove(server.Id);
        Names.Remove(server.Name);
        Account(server, null, now);
        foreach (var network in Networks.Values)
        {
            network.Release(server.Id);
        }

        Tell(server.Id, NativeEventKind.Removed, null, detail);
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

    private void Tell(string server, NativeEventKind kind, ResourceState? state, string detail) =>
        Untold.Add(new(new(ResourceKind.Server, server), kind, state, detail));
}
