using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Ci2.Environments;

/// <summary>What CI2 remembers of its synchronisation with one environment.</summary>
internal sealed record EnvironmentSyncState
{
    public static EnvironmentSyncState Initial { get; } = new();

    /// <summary>How it is reached; null before it is taken and after it is dropped.</summary>
    public Reach? Reach { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The last generation, dropped ones included.</summary>
    public int Generation { get; init; }

    /// <summary>The environment whose driver is still to be disposed of.</summary>
    public EnvironmentId? Leaving { get; init; }

    public TimeSpan LongestProbeRepeat { get; init; }

    public Reachability Reachability { get; init; }

    /// <summary>Who answered first; nobody else counts.</summary>
    public string? NativeIdentity { get; init; }

    public string? Version { get; init; }

    /// <summary>The rights it was first seen with; absences count under these only.</summary>
    public string? Scope { get; init; }

    public TimeSpan SweepInterval { get; init; }

    /// <summary>How it is synchronised, as it was told last.</summary>
    public SyncRhythm? Rhythm { get; init; }

    /// <summary>What one look costs where the driver looks for changes; 0 where the platform tells them.</summary>
    public int CallsPerLook { get; init; }

    /// <summary>Sweeps in a row that found nothing which the watch had not told.</summary>
    public int CleanSweeps { get; init; }

    /// <summary>Whether the watch missed something and has not made up for it.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>The native calls of the last hour.</summary>
    public CallLedger Calls { get; init; } = CallLedger.Empty;

    /// <summary>Numbers of probes, watches and sweeps, so that no two are ever the same.</summary>
    public int Counter { get; init; }

    public Planned? Probe { get; init; }

    public Planned? Watch { get; init; }

    /// <summary>Since when events come; null while they do not.</summary>
    public DateTimeOffset? WatchedSince { get; init; }

    /// <summary>Whether the platform tells a driver that looks when to.</summary>
    public bool IsSubscribed { get; init; }

    public Planned? Sweep { get; init; }

    /// <summary>Watches and sweeps that failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>When the listing began that made the environment suspect.</summary>
    public DateTimeOffset? SuspectSince { get; init; }

    /// <summary>What the latest listing lacked.</summary>
    public IReadOnlyList<ResourceKey> LastLacking { get; init; } = [];
}

/// <summary>Something to be done.</summary>
/// <param name="Number">Its number.</param>
/// <param name="From">Not before this; null for at once.</param>
internal sealed record Planned(int Number, DateTimeOffset? From);
