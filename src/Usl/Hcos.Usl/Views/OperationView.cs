using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Views;

/// <summary>How far an operation is, for people.</summary>
internal enum OperationStatus
{
    /// <summary>It is acknowledged.</summary>
    Accepted,

    /// <summary>The layer concerned works on it.</summary>
    Running,

    /// <summary>It has ended; the outcome says how.</summary>
    Ended,
}

/// <summary>An operation.</summary>
internal sealed record OperationView(OperationId Id, string Name, string Subject, DateTimeOffset AcceptedAt)
{
    public OperationStatus Status { get; init; }

    public TaskOutcome? Outcome { get; init; }

    /// <summary>A stable word for the end.</summary>
    public string? Code { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyList<string>? LeftBehind { get; init; }

    /// <summary>The outcome was unknown at the deadline and became known later.</summary>
    public bool IsAmended { get; init; }

    public DateTimeOffset Deadline { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who asked.</summary>
    public string? Principal { get; init; }

    /// <summary>What was asked, as a hash; the same key with another one is another request.</summary>
    public string? RequestHash { get; init; }
}
