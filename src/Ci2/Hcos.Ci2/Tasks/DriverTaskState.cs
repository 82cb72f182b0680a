using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tasks;

/// <summary>What CI2 remembers of one driver task.</summary>
internal sealed record DriverTaskState
{
    public static DriverTaskState Initial { get; } = new();

    /// <summary>What is to be done; null before it was taken on.</summary>
    public TaskTaken? Taken { get; init; }

    public Reach? Reach { get; init; }

    /// <summary>Null, unavailable or uncertain: how the runs so far ended.</summary>
    public DriverTaskOutcome? Delay { get; init; }

    public string? Reason { get; init; }

    public bool IsOverdue { get; init; }

    public bool HasEnded { get; init; }

    public bool IsUncertain => Delay == DriverTaskOutcome.Uncertain;

    public static DriverTaskState Evolve(DriverTaskState state, IEvent happened) => happened switch
    {
        TaskTaken taken => state with { Taken = taken, Reach = taken.Reach },
        TaskRedirected redirected => state with { Reach = redirected.Reach },
        TaskDelayed delayed => state with { Delay = delayed.Outcome, Reason = delayed.Reason },
        TaskOverdue => state with { IsOverdue = true },
        // What was wanted is no longer needed in memory; that it was done once is.
        DriverTaskEnded => Initial with { HasEnded = true },
        _ => state,
    };
}
