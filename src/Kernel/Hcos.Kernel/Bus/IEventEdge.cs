using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Bus;

/// <summary>
/// The edge towards programs that are none of ours: every public event singly, in formats that they know, and their
/// commands. At least once; off the way of the layers, which never wait for it.
/// </summary>
public interface IEventEdge
{
    /// <summary>Publishes events singly; completes when the broker has them all.</summary>
    Task PublishAsync(IReadOnlyList<OutsideEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Receives commands until what it answers is disposed. A command that <paramref name="take"/> throws on is brought
    /// again.
    /// </summary>
    Task<IAsyncDisposable> ReceiveAsync(
        Func<OutsideCommand, CancellationToken, Task> take, CancellationToken cancellationToken);
}

/// <summary>A public event on its way outside.</summary>
/// <param name="Event">The event with its context.</param>
/// <param name="Subject">Whom it concerns; null when nobody in particular.</param>
public sealed record OutsideEvent(RecordedEvent Event, string? Subject);

/// <summary>A command from outside.</summary>
/// <param name="Id">The message's id: the same command twice has the same.</param>
/// <param name="User">Who sent it, vouched for by the broker.</param>
/// <param name="Type">The type of the command, of a contract.</param>
/// <param name="Json">Its content, not checked yet.</param>
public sealed record OutsideCommand(Guid Id, string User, Type Type, byte[] Json)
{
    /// <summary>Prints no content.</summary>
    public override string ToString() => $"{Type.Name} {Id} of {User}";
}
