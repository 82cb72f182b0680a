using Hcos.Cie.Simulators.Guests;

namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>How servers, sizes and volumes come about.</summary>
internal sealed partial class Cloud
{
    private const int MostPorts = GuestNetwork.MostGuests;

    /// <summary>Begins to make a server.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="who">Who asks.</param>
    public Instance Create(InstanceWanted wanted, OpenStackAccount who)
    {
        var flavor = FindFlavor(wanted.FlavorId);
        var image = FindImage(wanted.ImageId, flavor);
        if (wanted.Hypervisor is { } only && !_options.Hypervisors.Contains(only))
        {
            throw RefusedException.Invalid($"Compute host {only} could not be found.");
        }

        CheckQuota(flavor, who);
        CheckGroups(wanted.SecurityGroups, who.ProjectId);
        foreach (var id in wanted.PortIds) CheckFree(id);
        var instance = new Instance(NextId(), wanted.Name, who.ProjectId, who.UserId)
        {
            ImageId = image.Id,
            Flavor = flavor,
            Created = Now,
            Updated = Now,
            Number = _lastId,
            Description = wanted.Description,
            Metadata = wanted.Metadata,
            Tags = wanted.Tags,
            UserData = wanted.UserData,
            WantedHypervisor = wanted.Hypervisor,
            Work = Works.Scheduling,
            DueAt = Now + (_options.TransitionTime / 3),
        };
        foreach (var id in wanted.PortIds) _ports[id] = _ports[id] with { DeviceId = instance.Id };
        foreach (var network in wanted.NetworkIds)
        {
            var port = AddPort(network, "", null, who.ProjectId);
            _ports[port.Id] = port with { DeviceId = instance.Id, IsNovas = true };
        }

        return Put(instance);
    }

    /// <summary>A server that is there.</summary>
    public Instance? Find(string id) =>
        _instances.GetValueOrDefault(id) is { IsGone: false } instance ? instance : null;

    /// <summary>Makes sizes.</summary>
    public Flavor AddFlavor(Flavor flavor)
    {
        var made = flavor.Id.Length == 0 ? flavor with { Id = NextId() } : flavor;
        if (_flavors.ContainsKey(made.Id))
        {
            throw RefusedException.Conflict($"Flavor with ID {made.Id} already exists.");
        }

        if (_flavors.Values.Any(one => one.Name == made.Name))
        {
            throw RefusedException.Conflict($"Flavor with name {made.Name} already exists.");
        }

        return _flavors[made.Id] = made;
    }

    /// <summary>Removes sizes; servers that have them keep them.</summary>
    public bool RemoveFlavor(string id) => _flavors.Remove(id);

    /// <summary>Makes an image that has no content yet.</summary>
    public CloudImage MakeImage(
        string name, string owner, string format, bool isPrivate, IReadOnlyDictionary<string, string> properties)
    {
        var id = NextId();
        return _images[id] = new(id, name, owner, "queued", Now, Now)
        {
            Bytes = 0,
            Format = format,
            IsPrivate = isPrivate,
            Properties = properties,
        };
    }

    /// <summary>Gives an image its content, of which only the length is kept.</summary>
    public void FillImage(CloudImage image, long bytes)
    {
        if (image.Status != "queued") throw RefusedException.Conflict($"Image {image.Id} has its content already.");
        _images[image.Id] = image with { Status = "active", Bytes = bytes, FileBytes = bytes, Updated = Now };
    }

    /// <summary>Removes an image.</summary>
    public bool RemoveImage(string id) => _images.Remove(id);

    /// <summary>Makes a volume.</summary>
    public Volume AddVolume(string name, long gibibytes, OpenStackAccount who)
    {
        var id = NextId();
        return _volumes[id] = new(id, name, who.ProjectId, who.UserId, gibibytes, Now);
    }

    /// <summary>Removes a volume.</summary>
    public bool RemoveVolume(string id) => _volumes.Remove(id);

    /// <summary>Makes a port.</summary>
    /// <param name="network">Its network.</param>
    /// <param name="name">The name people give it.</param>
    /// <param name="hardwareAddress">Its hardware address, or null for any.</param>
    /// <param name="project">Whose it is.</param>
    public Port AddPort(string network, string name, string? hardwareAddress, string project)
    {
        if (Networks.All(one => one.Id != network))
        {
            throw new RefusedException(404, "NetworkNotFound", $"Network {network} could not be found.");
        }

        if (_ports.Values.Any(port => port.NetworkId == network && port.HardwareAddress == hardwareAddress))
        {
            throw new RefusedException(
                409,
                "MacAddressInUse",
                $"Unable to complete operation for network {network}. The mac address {hardwareAddress} is in use.");
        }

        var number = Enumerable.Range(1, MostPorts).Except(_ports.Values.Select(port => port.Number)).FirstOrDefault();
        if (number == 0)
        {
            throw new RefusedException(
                409, "IpAddressGenerationFailure", $"No more IP addresses available on network {network}.");
        }

        var id = NextId();
        var own = $"fa:16:3e:{_lastId >> 16 & 255:x2}:{_lastId >> 8 & 255:x2}:{_lastId & 255:x2}";
        return _ports[id] = new(id, network, name, project, hardwareAddress ?? own, number);
    }

    /// <summary>Removes a port.</summary>
    public bool RemovePort(string id)
    {
        Disassociate(id);
        return _ports.Remove(id);
    }

    /// <summary>What servers on one hypervisor may take together.</summary>
    public (long Vcpus, long Mebibytes, long Gibibytes) Capacity => (
        (long)(_options.Processors * _options.ProcessorRatio),
        (long)((_options.Mebibytes - _options.ReservedMebibytes) * _options.MemoryRatio),
        _options.Gibibytes);

    /// <summary>A hypervisor's use.</summary>
    public (int Vcpus, long Mebibytes, long Gibibytes, int Servers) UseOf(string hypervisor)
    {
        var (vcpus, mebibytes, gibibytes) = Used(hypervisor, null);
        return (vcpus, mebibytes, gibibytes, On(hypervisor).Count());
    }

    /// <summary>A project's use.</summary>
    public (int Servers, int Vcpus, long Mebibytes) UseOfProject(string project)
    {
        var own = _instances.Values.Where(one => !one.IsGone && one.ProjectId == project).ToList();
        return (own.Count, own.Sum(one => one.Flavor.Vcpus), own.Sum(one => one.Flavor.Mebibytes));
    }

    private void CheckQuota(Flavor flavor, OpenStackAccount who)
    {
        var (servers, vcpus, mebibytes) = UseOfProject(who.ProjectId);
        Check("instances", 1, servers, who.MostServers);
        Check("cores", flavor.Vcpus, vcpus, who.MostProcessors);
        Check("ram", flavor.Mebibytes, mebibytes, who.MostMebibytes);

        static void Check(string what, long wanted, long used, long most)
        {
            if (most >= 0 && used + wanted > most)
            {
                throw RefusedException.Forbidden(
                    $"Quota exceeded for {what}: Requested {wanted}, but already used {used} of {most} {what}");
            }
        }
    }

    private void CheckFree(string port)
    {
        if (!_ports.TryGetValue(port, out var found))
        {
            throw RefusedException.Invalid($"Port {port} could not be found.");
        }

        if (found.DeviceId.Length > 0) throw RefusedException.Conflict($"Port {port} is still in use.");
    }

    private Flavor FindFlavor(string id) => _flavors.GetValueOrDefault(id)
        ?? throw RefusedException.Invalid($"Flavor {id} could not be found.");

    private CloudImage FindImage(string id, Flavor flavor)
    {
        var image = _images.GetValueOrDefault(id) ?? throw RefusedException.Invalid("Can not find requested image");
        if (image.Status != "active") throw RefusedException.Invalid($"Image {id} is not active.");
        return flavor.Gibibytes << 30 >= image.Bytes
            ? image
            : throw RefusedException.Invalid("Flavor's disk is too small for requested image.");
    }
}

/// <summary>A server that somebody wants.</summary>
internal sealed record InstanceWanted(string Name, string ImageId, string FlavorId)
{
    public IReadOnlyList<string> PortIds { get; init; } = [];

    public IReadOnlyList<string> NetworkIds { get; init; } = [];

    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Description { get; init; }

    public string? UserData { get; init; }

    public string? Hypervisor { get; init; }
}
