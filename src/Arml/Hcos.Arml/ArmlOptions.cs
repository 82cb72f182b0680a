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

    /// <summary>
    /// How many resources that were ever claimed are remembered: only what these books made counts as surely ours.
    /// </summary>
    public int MostRememberedClaims { get; init; } = 100_000;

    /// <summary>How far apart two listings must be that show something as nobody's.</summary>
    public TimeSpan OrphanInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is told that orphans are still there.</summary>
    public TimeSpan OrphanNews { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many orphans are reaped at once; the rest is left for the next time.</summary>
    public int MostReapedAtOnce { get; init; } = 200;

    /// <summary>When a reaping is given up.</summary>
    public TimeSpan ReapWithin { get; init; } = TimeSpan.FromSeconds(280);
}
