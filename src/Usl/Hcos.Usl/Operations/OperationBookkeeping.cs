using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Operations;

/// <summary>Starts an operation; from the edge to USL itself.</summary>
/// <param name="Operation">Its identity; the correlation of everything that follows.</param>
/// <param name="Name">The operation's name: <c>servers.create</c>.</param>
/// <param name="Subject">Whom it concerns: <c>servers/ID</c>.</param>
/// <param name="Destination">The layer that does the work.</param>
/// <param name="Command">What that layer is told.</param>
/// <param name="Seconds">How long it may take.</param>
/// <param name="RequestHash">A hash of what was asked; the same id with another one is another request.</param>
[MessageName("usl.start-operation.v1")]
internal sealed record StartOperation(
    OperationId Operation,
    string Name,
    string Subject,
    string Destination,
    ICommand Command,
    int Seconds,
    string RequestHash) : ICommand;

/// <summary>An operation has begun: all that its process needs.</summary>
[MessageName("usl.operation-started.v1")]
internal sealed record OperationStarted(
    OperationId Operation,
    string Name,
    string Subject,
    string Destination,
    ICommand Command,
    DateTimeOffset At,
    DateTimeOffset Deadline,
    string RequestHash,
    string Principal) : IEvent;

/// <summary>The work that an operation waits for is known under this id.</summary>
[MessageName("usl.operation-task-known.v1")]
internal sealed record OperationTaskKnown(OperationId Operation, Guid Task) : IEvent;
