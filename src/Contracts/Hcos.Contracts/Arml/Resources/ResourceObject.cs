namespace Hcos.Contracts.Arml.Resources;

/// <summary>
/// One resource as a driver saw it: a typed core that is the same on every platform, and the native part from which
/// nothing is lost. Exactly the facet that belongs to <see cref="ResourceKey.Kind"/> is set.
/// </summary>
/// <param name="Key">How the platform names it.</param>
/// <param name="Name">The name people gave it.</param>
/// <param name="State">Its state as the platform tells it.</param>
public sealed record ResourceObject(ResourceKey Key, string Name, ResourceState State)
{
    /// <summary>What is known of a host.</summary>
    public HostFacts? Host { get; init; }

    /// <summary>What is known of a server.</summary>
    public ServerFacts? Server { get; init; }

    /// <summary>What is known of a storage pool.</summary>
    public StoragePoolFacts? StoragePool { get; init; }

    /// <summary>What is known of a volume.</summary>
    public VolumeFacts? Volume { get; init; }

    /// <summary>What is known of an image.</summary>
    public ImageFacts? Image { get; init; }

    /// <summary>What is known of a network.</summary>
    public NetworkFacts? Network { get; init; }

    /// <summary>The size that servers can be made with; a disk of 0 follows from the image.</summary>
    public ServerSize? ServerSize { get; init; }

    /// <summary>What is known of a port.</summary>
    public PortFacts? Port { get; init; }

    /// <summary>What is known of a floating address.</summary>
    public FloatingAddressFacts? FloatingAddress { get; init; }

    /// <summary>What is known of a security group.</summary>
    public SecurityGroupFacts? SecurityGroup { get; init; }

    /// <summary>
    /// The resource that it says it was made for, by HCOS's mark on the platform or by the form of its name; null when
    /// it says nothing. Whether these books know of that resource is another matter.
    /// </summary>
    public ResourceId? MadeFor { get; init; }

    /// <summary>The platform's own description, redacted of secrets.</summary>
    public NativePart? Native { get; init; }
}

/// <summary>The platform's own description of a resource.</summary>
/// <param name="Format">What the text is written in: <c>libvirt-domain-xml</c>, <c>nova-server-json</c>, …</param>
/// <param name="Text">The description, after the driver's redaction list.</param>
public sealed record NativePart(string Format, string Text);

/// <summary>The typed core of a host.</summary>
/// <param name="Vcpus">Processors that servers can be given.</param>
/// <param name="MemoryBytes">Memory that the host has, in bytes.</param>
/// <param name="Architecture">Processor architecture, as <c>uname -m</c> writes it.</param>
/// <param name="Hypervisor">Name and version of the hypervisor.</param>
public sealed record HostFacts(int Vcpus, long MemoryBytes, string Architecture, string Hypervisor);

/// <summary>The typed core of a server.</summary>
/// <param name="Vcpus">Virtual processors.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="Host">Native id of the host it is on, if the platform tells.</param>
/// <param name="Addresses">Its addresses, as far as the platform knows them, sorted.</param>
/// <param name="Volumes">Native ids of its disks, in the order of their attachment.</param>
/// <param name="Networks">Names of the networks that it is attached to.</param>
public sealed record ServerFacts(
    int Vcpus,
    long MemoryBytes,
    string? Host,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<string> Volumes,
    IReadOnlyList<string> Networks)
{
    /// <summary>The snapshots of its disk, by name; null where nobody can tell.</summary>
    public IReadOnlyList<SnapshotFacts>? Snapshots { get; init; }
}

/// <summary>A snapshot of a server's disk.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">The identity that HCOS gave it; null when somebody else took it.</param>
public sealed record SnapshotFacts(string Name, SnapshotId? Id);

/// <summary>The typed core of a storage pool. All sizes in bytes.</summary>
/// <param name="CapacityBytes">All it can hold.</param>
/// <param name="AvailableBytes">What is free now.</param>
/// <param name="Host">Native id of the one host that reaches it, or null when it is shared.</param>
public sealed record StoragePoolFacts(long CapacityBytes, long AvailableBytes, string? Host);

/// <summary>The typed core of a volume. All sizes in bytes.</summary>
/// <param name="CapacityBytes">The size that a server sees.</param>
/// <param name="AllocatedBytes">The space it takes.</param>
/// <param name="Pool">Name of its storage pool.</param>
/// <param name="Format">How it is stored: <c>qcow2</c>, <c>raw</c>, <c>vhdx</c>.</param>
/// <param name="Image">Name of the image it is a thin copy of, if it is one.</param>
public sealed record VolumeFacts(long CapacityBytes, long AllocatedBytes, string Pool, string Format, string? Image);

/// <summary>The typed core of an image. All sizes in bytes.</summary>
/// <param name="CapacityBytes">The smallest disk that can be made from it.</param>
/// <param name="AllocatedBytes">The space it takes.</param>
/// <param name="Format">How it is stored: <c>qcow2</c>, <c>raw</c>, <c>vhdx</c>.</param>
public sealed record ImageFacts(long CapacityBytes, long AllocatedBytes, string Format);

/// <summary>The typed core of a network.</summary>
/// <param name="Cidr">Its address range, if the platform manages one.</param>
public sealed record NetworkFacts(string? Cidr);
