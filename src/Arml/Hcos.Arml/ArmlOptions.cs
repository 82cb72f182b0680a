namespace Hcos.Arml;

/// <summary>The policy of the capacity ledger.</summary>
public sealed record ArmlOptions
{
    /// <summary>How many virtual processors may be claimed for each processor of a host.</summary>
    public int VcpusPerProcessor { get; init; } = 16;

    /// <summary>Memory of a host that is kept for the host itself, in bytes.</summary>
    public long ReservedMemoryBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>At most this share of a host's memory is kept for the host itself, in percent.</summary>
    public int MostReservedPercent { get; init; } = 5;

    /// <summary>
    /// Name of the storage pool that servers' disks are made in; without one, the largest that is shared.
    /// </summary>
    public string ServerPool { get; init; } = "default";
}
