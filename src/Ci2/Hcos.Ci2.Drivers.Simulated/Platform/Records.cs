using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>A host of the platform.</summary>
internal sealed record HostRecord(string Id, int Vcpus, long MemoryBytes)
{
    /// <summary>Memory that somebody else took.</summary>
    public long ReservedBytes { get; init; }

    public bool Works { get; init; } = true;
}

/// <summary>A server of the platform; <see cref="Identity"/> is what must never run twice.</summary>
internal sealed record ServerRecord(string Id, string Identity, string Name, int Vcpus, long MemoryBytes, string Host)
{
    public ResourceState State { get; init; } = ResourceState.Stopped;

    /// <summary>The resource that it says it was made for; null when it says nothing.</summary>
    public string? Mark { get; init; }

    /// <summary>Whether it says that it is being made.</summary>
    public bool IsMaking { get; init; }

    /// <summary>The how manyeth of the platform it is: of two, the smaller is the older.</summary>
    public long Born { get; init; }

    public IReadOnlyList<string> Volumes { get; init; } = [];

    public string? Image { get; init; }

    public string? Network { get; init; }

    public string? Address { get; init; }

    public string? UserData { get; init; }

    public int Starts { get; init; }

    /// <summary>By name; replaced as a whole, never changed.</summary>
    public IReadOnlyList<SnapshotRecord> Snapshots { get; init; } = [];

    /// <summary>When its guest has its address; null when nothing is expected.</summary>
    public DateTimeOffset? AddressAt { get; init; }

    /// <summary>When its guest is off; null when nothing is expected.</summary>
    public DateTimeOffset? OffAt { get; init; }

    /// <summary>What it is as a server: while it is being made it is not there yet.</summary>
    public ResourceState Shown => IsMaking ? ResourceState.Provisioning : State;

    public bool Executes => State is ResourceState.Running or ResourceState.Paused;
}

/// <summary>A disk; <see cref="Owner"/> is the id of the server that it was made for.</summary>
internal sealed record VolumeRecord(
    string Id, long CapacityBytes, long AllocatedBytes, string Format, string? Image, string? Owner)
{
    /// <summary>The server that it is a part of, is named from and goes with; null when it outlives it.</summary>
    public string? PartOf { get; init; }

    /// <summary>What was written on it; empty for what the image says.</summary>
    public string Content { get; init; } = string.Empty;
}

/// <summary>What a disk said, kept.</summary>
internal sealed record SnapshotRecord(SnapshotId Id, string Name, string Content, long CapacityBytes);

/// <summary>An image.</summary>
internal sealed record ImageRecord(string Name, long CapacityBytes, long AllocatedBytes, string Format);
