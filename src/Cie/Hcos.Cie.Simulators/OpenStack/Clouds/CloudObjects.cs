namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>Sizes of servers.</summary>
internal sealed record Flavor(string Id, string Name, int Vcpus, long Mebibytes, long Gibibytes);

/// <summary>An image of Glance's.</summary>
internal sealed record CloudImage(
    string Id, string Name, string Owner, string Status, DateTimeOffset Created, DateTimeOffset Updated)
{
    /// <summary>The size of the disk that it describes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The least disk of a server that is made from it, in GiB.</summary>
    public long MinDisk { get; init; }

    /// <summary>The space that its content takes, in bytes; null for as much as our guest's.</summary>
    public long? FileBytes { get; init; }

    /// <summary>How its content is written.</summary>
    public string Format { get; init; } = "qcow2";

    /// <summary>Whether only its project sees it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The server that it was made of, or null.</summary>
    public string? OfServer { get; init; }

    /// <summary>What people wrote about it.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}

/// <summary>A network of Neutron's, which all projects share.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsExternal">Whether floating addresses are of it.</param>
internal sealed record CloudNetwork(string Id, string Name, bool IsExternal = false);

/// <summary>A port of Neutron's.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="NetworkId">The network that it is in.</param>
/// <param name="Name">The name people gave it.</param>
/// <param name="ProjectId">Whose it is.</param>
/// <param name="HardwareAddress">Its hardware address.</param>
/// <param name="Number">From 1; no other port that is there has it. The address follows from it.</param>
internal sealed record Port(
    string Id, string NetworkId, string Name, string ProjectId, string HardwareAddress, int Number)
{
    /// <summary>The server that has it, or empty.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>Whether Nova made it, and takes it away with the server.</summary>
    public bool IsNovas { get; init; }
}

/// <summary>A security group of Neutron's.</summary>
internal sealed record SecurityGroup(
    string Id, string Name, string ProjectId, string Description, DateTimeOffset Created);

/// <summary>An address of an external network.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="NetworkId">The external network that it is of.</param>
/// <param name="ProjectId">Whose it is.</param>
/// <param name="Number">From 1; no other that is there has it. The address follows from it.</param>
/// <param name="PortId">The port that it leads to; null for none.</param>
internal sealed record FloatingAddress(string Id, string NetworkId, string ProjectId, int Number, string? PortId);

/// <summary>A volume of Cinder's.</summary>
internal sealed record Volume(
    string Id, string Name, string ProjectId, string UserId, long Gibibytes, DateTimeOffset Created);

/// <summary>What of a cloud outlives its endpoint: all but tokens and mischief.</summary>
internal sealed record CloudMemory(
    ulong LastId,
    int Block,
    IReadOnlyList<Flavor> Flavors,
    IReadOnlyList<CloudImage> Images,
    IReadOnlyList<Port> Ports,
    IReadOnlyList<Volume> Volumes,
    IReadOnlyList<Instance> Instances,
    IReadOnlyList<SecurityGroup>? SecurityGroups = null,
    IReadOnlyList<FloatingAddress>? FloatingAddresses = null);
