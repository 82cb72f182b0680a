using Hcos.Kernel.Layers;

namespace Hcos.Kernel.Hosting;

/// <summary>The bounds of a layer that runs for real.</summary>
public sealed record LayerHostOptions
{
    /// <summary>The bounds of the layer itself.</summary>
    public LayerOptions Layer { get; init; } = new();

    /// <summary>Inputs that may wait; beyond it whoever brings one waits.</summary>
    public int LongestInputQueue { get; init; } = 10_000;

    /// <summary>Steps that may wait for their commit.</summary>
    public int LongestCommitQueue { get; init; } = 2_000;

    /// <summary>The most events of one commit.</summary>
    public int LargestCommit { get; init; } = 5_000;

    /// <summary>The most events of one message on the bus.</summary>
    public int LargestBatch { get; init; } = 500;

    /// <summary>The most events sent for one replay request; the consumer asks again for more.</summary>
    public int ReplayCredit { get; init; } = 5_000;

    /// <summary>Replay requests that may wait; older ones are dropped, consumers repeat them.</summary>
    public int LongestReplayQueue { get; init; } = 64;

    /// <summary>Questions for which the world is asked at a time; more are refused, and asked again later.</summary>
    public int MostInquiries { get; init; } = 8;

    /// <summary>How often an owner announces its head.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most names of each kind that an owner reports with its head.</summary>
    public int LongestReport { get; init; } = 20;

    /// <summary>How long the commit under way is waited for when the layer is stopped.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The wait before ownership is sought again after it was lost.</summary>
    public TimeSpan RestartDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Events after which a new snapshot of the layer is written: the most that a start has to read.</summary>
    public int SnapshotEvery { get; init; } = 20_000;

    /// <summary>How often it is looked whether a snapshot is due.</summary>
    public TimeSpan SnapshotLook { get; init; } = TimeSpan.FromSeconds(10);
}
