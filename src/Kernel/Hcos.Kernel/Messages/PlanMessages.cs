namespace Hcos.Kernel.Messages;

/// <summary>
/// What would this command lead to now? Every layer answers it for its own commands, by the decider that would decide
/// on the command itself; nothing changes.
/// </summary>
/// <param name="Command">The command.</param>
/// <param name="Id">The id it would have, so that what is derived from it is told as it would be.</param>
[MessageName("kernel.plan-command.v1")]
public sealed record PlanCommand(ICommand Command, Guid Id) : IQuestion<CommandPlan>;

/// <summary>What a command would lead to, by what its layer knows now.</summary>
/// <param name="Code">Why it would be refused, or <c>already</c> when nothing is to be done; else null.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="Events">The public events that would be its first answer, in order.</param>
/// <param name="Steps">What the stream would owe then, in the order in which it would begin.</param>
public sealed record CommandPlan(
    string? Code, string? Reason, IReadOnlyList<IEvent> Events, IReadOnlyList<PlannedStep> Steps);

/// <summary>Something that would be begun at once; what it leads to is decided when it is answered.</summary>
/// <param name="Layer">The layer that would be asked.</param>
/// <param name="Command">What it would be asked to do.</param>
public sealed record PlannedStep(string Layer, ICommand Command);
