using System.Globalization;
using System.Threading.Channels;
using Hcos.Cie.Simulators.Guests;

namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>An OpenStack in memory.</summary>
internal sealed partial class Cloud : IHostOfGuests<CloudMemory>
{
    private readonly OpenStackEndpointOptions _options;
    private readonly TimeProvider _time;
    private readonly int _block;
    private readonly SortedDictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Flavor> _flavors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CloudImage> _images = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Port> _ports = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SecurityGroup> _securityGroups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FloatingAddress> _floatingAddresses = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Volume> _volumes = new(StringComparer.Ordinal);
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private ulong _lastId;

    /// <summary>Makes one.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="block">The block of addresses of its guests.</param>
    /// <param name="memory">What it was before, or null.</param>
    public Cloud(OpenStackEndpointOptions options, TimeProvider time, int block, CloudMemory? memory)
    {
        (_options, _time, _block) = (options, time, block);
        Accounts = [new(options.UserName, options.Password, options.Project, "admin", "member"), .. options.Accounts];
        Networks =
        [
            .. options.Networks.Select(name => new CloudNetwork(Identities.DashedOf("network", name), name)),
            .. options.ExternalNetworks.Select(
                name => new CloudNetwork(Identities.DashedOf("network", name), name, IsExternal: true)),
        ];
        foreach (var (name, vcpus, memoryInMebibytes, disk) in new[]
        {
            ("m1.tiny", 1, 512, 1), ("m1.small", 1, 2048, 20), ("m1.medium", 2, 4096, 40),
        })
        {
            var id = $"{_flavors.Count + 1}";
            _flavors[id] = new(id, name, vcpus, memoryInMebibytes, disk);
        }

        foreach (var name in options.Images)
        {
            var id = Identities.DashedOf("image", name);
            _images[id] = new(id, name, Accounts[0].ProjectId, "active", Now, Now) { Bytes = 1L << 30 };
        }

        if (memory is not null) Recall(memory);
    }

    /// <inheritdoc/>
    public Lock Gate { get; } = new();

    /// <inheritdoc/>
    public ChannelReader<bool> Changes => _changes.Reader;

    /// <summary>Everybody who is let in; the administrator first.</summary>
    public IReadOnlyList<OpenStackAccount> Accounts { get; }

    /// <summary>All networks.</summary>
    public IReadOnlyList<CloudNetwork> Networks { get; }

    /// <summary>All servers, those too that are gone and not forgotten.</summary>
    public IEnumerable<Instance> Instances => _instances.Values;

    /// <summary>All sizes.</summary>
    public IEnumerable<Flavor> Flavors => _flavors.Values;

    /// <summary>All images.</summary>
    public IEnumerable<CloudImage> Images => _images.Values;

    /// <summary>All ports.</summary>
    public IEnumerable<Port> Ports => _ports.Values;

    /// <summary>All volumes.</summary>
    public IEnumerable<Volume> Volumes => _volumes.Values;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <inheritdoc/>
    public void Settle()
    {
        foreach (var one in _instances.Values.ToList())
        {
            var instance = one;
            while (instance.DueAt is { } due && due <= Now) instance = Put(Arrive(instance, due));
            if (instance.EndedBelowAt + _options.CompareTime is { } seen && seen <= Now && instance.Work is null)
            {
                Put(Rest(instance, VmStates.Stopped, 4, seen));
            }
            else if (instance.GoneAt + _options.Remembrance <= Now)
            {
                _instances.Remove(instance.Id);
            }
        }
    }

    /// <summary>Says that something may have changed.</summary>
    public void Touch() => _changes.Writer.TryWrite(true);

    /// <inheritdoc/>
    public CloudMemory Remember() => new(
        _lastId,
        _block,
        [.. _flavors.Values],
        [.. _images.Values],
        [.. _ports.Values],
        [.. _volumes.Values],
        [.. _instances.Values],
        [.. _securityGroups.Values],
        [.. _floatingAddresses.Values]);

    private void Recall(CloudMemory memory)
    {
        _lastId = memory.LastId;
        foreach (var one in memory.Flavors) _flavors[one.Id] = one;
        foreach (var one in memory.Images) _images[one.Id] = one;
        foreach (var one in memory.Ports) _ports[one.Id] = one;
        foreach (var one in memory.Volumes) _volumes[one.Id] = one;
        foreach (var one in memory.Instances) _instances[one.Id] = one;
        foreach (var one in memory.SecurityGroups ?? []) _securityGroups[one.Id] = one;
        foreach (var one in memory.FloatingAddresses ?? []) _floatingAddresses[one.Id] = one;
    }

    private Instance Put(Instance instance) => _instances[instance.Id] = instance;

    /// <summary>An id that was not given before.</summary>
    private string NextId() => Identities.DashedOf(
        _options.Region, (++_lastId).ToString(CultureInfo.InvariantCulture));
}
