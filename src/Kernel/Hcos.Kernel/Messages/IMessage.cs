namespace Hcos.Kernel.Messages;

/// <summary>
/// Anything that travels between layers. Every message type carries a <see cref="MessageNameAttribute"/>.
/// </summary>
public interface IMessage;

/// <summary>An order to one layer. Imperative: <c>CreateServer</c>. It is answered by an event.</summary>
public interface ICommand : IMessage;

/// <summary>Something that happened and is true for ever. Past tense: <c>ServerCreated</c>.</summary>
public interface IEvent : IMessage;

/// <summary>
/// A question to one layer. It has a deadline, is not durable and may be lost; whoever asks repeats it.
/// </summary>
/// <typeparam name="TAnswer">What the answer looks like.</typeparam>
public interface IQuestion<TAnswer> : IMessage;

/// <summary>
/// A command that deletes, releases or cancels. It may overtake the command that creates: a layer that does not know
/// the stream records it as gone and refuses any later creation.
/// </summary>
public interface IRemoves : ICommand
{
    /// <summary>Until when the creating command can still arrive; null when the creation is surely settled.</summary>
    DateTimeOffset? CreateNotAfter { get; }
}

/// <summary>A command to any layer: a parked stream is to go on. The kernel itself decides it.</summary>
public interface IResumesStream : ICommand
{
    /// <summary>The layer that it goes to.</summary>
    string Log { get; }

    /// <summary>The full name of the stream.</summary>
    string Parked { get; }
}

/// <summary>
/// A command with a deadline. Whoever owes it writes the deadline in its own log time; the receiver judges it by its
/// own. Where the receiver's clock is known to be ahead, the kernel sends the deadline as the receiver will read it.
/// </summary>
public interface IHasDeadline : ICommand
{
    /// <summary>The same command, its deadline later by so much.</summary>
    ICommand Later(TimeSpan by);
}

/// <summary>
/// The event that ends what a command began, for commands whose work outlives their first answer. The layer that owns
/// the work decides the end, and there is exactly one.
/// </summary>
public interface ITaskEnded : IEvent
{
    /// <summary>The id of the command that began the work.</summary>
    Guid Task { get; }

    /// <summary>How it ended.</summary>
    TaskOutcome Outcome { get; }

    /// <summary>A stable word for the end: <c>done</c>, <c>no-candidate</c>, <c>deadline</c>, …</summary>
    string Code { get; }

    /// <summary>The reason, for people.</summary>
    string? Reason { get; }

    /// <summary>What was left behind, named; empty when nothing was.</summary>
    IReadOnlyList<string> LeftBehind { get; }
}

/// <summary>
/// Marks a first answer after which the work goes on until an <see cref="ITaskEnded"/> with the command's id.
/// </summary>
public interface ITaskBegun : IEvent;

/// <summary>The ends that a task can have.</summary>
public enum TaskOutcome
{
    /// <summary>All that was asked holds.</summary>
    Done,

    /// <summary>Nothing was begun.</summary>
    Refused,

    /// <summary>It was begun, could not be finished, and was taken back.</summary>
    Undone,

    /// <summary>It was begun and could not be finished; what is left behind is named.</summary>
    Failed,
}
