using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Environments;

/// <summary>What the pace of an environment's synchronisation follows from.</summary>
internal sealed record SyncSituation
{
    /// <summary>Now, in log time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far its watch can be relied on.</summary>
    public WatchHealth Watch { get; init; }

    /// <summary>The calls of one look; 0 where the platform tells by itself.</summary>
    public int CallsPerLook { get; init; }

    /// <summary>Whether the platform says when a look is worth while.</summary>
    public bool IsSubscribed { get; init; }

    /// <summary>The sweeps in a row that found nothing which the watch had not told.</summary>
    public int CleanSweeps { get; init; }

    /// <summary>When something last changed there; null when nothing ever did.</summary>
    public DateTimeOffset? LastChange { get; init; }

    /// <summary>Whether tasks of ours are under way there.</summary>
    public bool HasTasks { get; init; }

    /// <summary>Whether known objects were not listed: the next listing tells whether they are gone.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>The calls since the sweep before: about what the next one costs.</summary>
    public long SweepCalls { get; init; }

    /// <summary>How long the last sweep took.</summary>
    public TimeSpan SweepTook { get; init; }

    /// <summary>What was spent.</summary>
    public CallLedger Ledger { get; init; } = CallLedger.Empty;

    /// <summary>Whether the driver looks for changes: the platform tells none by itself.</summary>
    public bool IsLookedAt => CallsPerLook > 0 && Watch is WatchHealth.Alive or WatchHealth.Silent;

    /// <summary>For how long nothing has happened.</summary>
    public TimeSpan Quiet =>
        HasTasks ? TimeSpan.Zero
        : LastChange is not { } last ? TimeSpan.MaxValue
        : Now > last ? Now - last : TimeSpan.Zero;
}
