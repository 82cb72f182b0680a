using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Usl;

/// <summary>The identity of an operation; the id of the command it sends.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct OperationId(Guid Value) : ITypedId<OperationId>
{
    /// <inheritdoc/>
    public static OperationId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Somebody asked for something; it is acknowledged and will end.</summary>
/// <param name="Operation">Which.</param>
/// <param name="Name">The operation's name: <c>servers.create</c>.</param>
/// <param name="Subject">Whom it concerns: <c>servers/ID</c>.</param>
/// <param name="Deadline">When it ends at the latest.</param>
[MessageName("usl.operation-accepted.v1")]
public sealed record OperationAccepted(
    OperationId Operation, string Name, string Subject, DateTimeOffset Deadline) : IEvent;

/// <summary>The layer concerned has taken the work on.</summary>
[MessageName("usl.operation-running.v1")]
public sealed record OperationRunning(OperationId Operation) : IEvent;

/// <summary>An operation ended.</summary>
/// <param name="Operation">Which.</param>
/// <param name="Outcome">How.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Reason">For people.</param>
/// <param name="LeftBehind">What was left behind, named.</param>
/// <param name="IsAmendment">The outcome was unknown at the deadline and is known now.</param>
[MessageName("usl.operation-ended.v1")]
public sealed record OperationEnded(
    OperationId Operation,
    TaskOutcome Outcome,
    string Code,
    string? Reason,
    IReadOnlyList<string> LeftBehind,
    bool IsAmendment) : IEvent;
