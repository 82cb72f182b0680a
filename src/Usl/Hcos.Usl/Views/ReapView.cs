using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Views;

/// <summary>The report of a reaping: what went, and what was kept and why.</summary>
internal sealed record ReapView(ReapId Id, EnvironmentId Environment, DateTimeOffset Since)
{
    /// <summary>How it ended; null while it goes on.</summary>
    public TaskOutcome? Outcome { get; init; }

    public string? Reason { get; init; }

    public int GoneCount { get; init; }

    public int KeptCount { get; init; }

    public IReadOnlyList<ReapedOrphan> Reaps { get; init; } = [];

    public IReadOnlyList<KeptOrphan> Keeps { get; init; } = [];

    public DateTimeOffset? EndedAt { get; init; }
}
