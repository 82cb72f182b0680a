using Hcos.Contracts.Arml.Resources;

namespace Hcos.Bsl;

/// <summary>
/// The bounds of servers and of what is done to them. What is done to a server ends inside the deadline of the
/// operation that asked for it, with time left for undo.
/// </summary>
public sealed record BslOptions
{
    /// <summary>The most virtual processors of a server.</summary>
    public int MostVcpus { get; init; } = ServerLimits.MostVcpus;

    /// <summary>The least memory of a server, in bytes.</summary>
    public long LeastMemoryBytes { get; init; } = ServerLimits.LeastMemoryBytes;

    /// <summary>The most memory of a server, in bytes.</summary>
    public long MostMemoryBytes { get; init; } = ServerLimits.MostMemoryBytes;

    /// <summary>The largest disk of a server, in bytes.</summary>
    public long MostDiskBytes { get; init; } = ServerLimits.MostDiskBytes;

    /// <summary>The most user-data, in bytes of UTF-8.</summary>
    public int MostUserDataBytes { get; init; } = ServerLimits.MostUserDataBytes;

    /// <summary>How often a server is placed before it is given up.</summary>
    public int MostRounds { get; init; } = 5;

    /// <summary>When the making of a server is given up.</summary>
    public TimeSpan CreateWithin { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The most servers that can be created at once.</summary>
    public int MostAtOnce { get; init; } = ServerLimits.MostAtOnce;

    /// <summary>When those of many servers that are not made are given up.</summary>
    public TimeSpan CreateManyWithin { get; init; } = TimeSpan.FromSeconds(1100);

    /// <summary>
    /// How long undoing may take before the task ends with something left behind; the undoing goes on.
    /// </summary>
    public TimeSpan UndoWithin { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>A server is only placed again while so much time is left.</summary>
    public TimeSpan LeastForRound { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most events of one server that are read to explain its placement.</summary>
    public int LongestStream { get; init; } = 100_000;

    /// <summary>Events of the own log that are read at a time to explain a placement.</summary>
    public int PastPage { get; init; } = 5_000;

    /// <summary>How many moments of the past are kept in memory to explain placements.</summary>
    public int MostPastKept { get; init; } = 16;

    /// <summary>How many servers are adopted at once; the rest is left for the next time.</summary>
    public int MostAdoptedAtOnce { get; init; } = 500;

    /// <summary>When an adoption is given up.</summary>
    public TimeSpan AdoptWithin { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>When a start, reboot, pause or resume is given up.</summary>
    public TimeSpan PowerWithin { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>When a stop is given up.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(110);

    /// <summary>When a suspend, resize, snapshot or revert is given up.</summary>
    public TimeSpan ChangeWithin { get; init; } = TimeSpan.FromSeconds(170);

    /// <summary>How long a guest that was asked to shut down may take before its power is taken away.</summary>
    public TimeSpan ShutdownPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When a delete ends with something left behind; the deleting goes on.</summary>
    public TimeSpan DeleteWithin { get; init; } = TimeSpan.FromSeconds(110);
}
