namespace Hcos.Kernel.Messages;

/// <summary>The answer to a command that was refused or had nothing to do.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="Code">A stable word: <c>already</c>, <c>expired</c>, <c>gone</c>, <c>defect</c>, …</param>
/// <param name="Reason">The reason, for people.</param>
[MessageName("kernel.command-settled.v1")]
public sealed record CommandSettled(Guid Command, string Code, string? Reason) : IEvent
{
    /// <summary>Whether the command was refused.</summary>
    public bool IsRefusal => Code is not (SettledCodes.Already or SettledCodes.Done);
}

/// <summary>The codes that the kernel itself settles commands with.</summary>
public static class SettledCodes
{
    /// <summary>It holds already; nothing changed.</summary>
    public const string Already = "already";

    /// <summary>It was done, and nothing of it concerns anybody else.</summary>
    public const string Done = "done";

    /// <summary>It arrived after its <c>notAfter</c>.</summary>
    public const string Expired = "expired";

    /// <summary>What it would create was deleted before it arrived.</summary>
    public const string Gone = "gone";

    /// <summary>Deciding on it failed by our own fault.</summary>
    public const string Defect = "defect";

    /// <summary>Its stream is parked after a fault.</summary>
    public const string Parked = "parked";

    /// <summary>The stream that is to be resumed is not parked.</summary>
    public const string NotParked = "not-parked";

    /// <summary>The layer does not know such a command.</summary>
    public const string Unknown = "unknown-command";
}

/// <summary>A new owner of the log; everything after it is the owner's.</summary>
/// <param name="Epoch">The new epoch, one more than the last.</param>
[MessageName("kernel.owned.v1")]
public sealed record Owned(long Epoch) : IEvent;

/// <summary>A process began to owe a command, or owes it anew under the next attempt.</summary>
/// <param name="Key">What is owed, unique in the stream.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="NotAfter">The command's <c>notAfter</c>.</param>
[MessageName("kernel.command-owed.v1")]
public sealed record CommandOwed(string Key, int Attempt, DateTimeOffset NotAfter) : IEvent;

/// <summary>Something was deleted before it was created; its creation is refused until then.</summary>
/// <param name="Subject">The stream that must not begin.</param>
/// <param name="Until">The creating command's <c>notAfter</c>.</param>
[MessageName("kernel.gone.v1")]
public sealed record Gone(string Subject, DateTimeOffset Until) : IEvent;

/// <summary>What was consumed of a log stood under this epoch of its owner.</summary>
/// <param name="Log">The log.</param>
/// <param name="Epoch">The epoch.</param>
[MessageName("kernel.log-met.v1")]
public sealed record LogMet(string Log, long Epoch) : IEvent;

/// <summary>Streams that came to their end left memory; the log keeps them.</summary>
/// <param name="Streams">Their full names.</param>
[MessageName("kernel.forgotten.v1")]
public sealed record Forgotten(IReadOnlyList<string> Streams) : IEvent;

/// <summary>A stream made a step throw and rests until somebody resumes it.</summary>
/// <param name="Subject">The parked stream.</param>
/// <param name="Reason">What was thrown.</param>
/// <param name="MissedLog">The log whose event was the first it missed; null for a timer or an effect.</param>
/// <param name="MissedFrom">The position of that event.</param>
[MessageName("kernel.parked.v1")]
public sealed record Parked(string Subject, string Reason, string? MissedLog, long MissedFrom) : IEvent
{
    /// <summary>The first position of each log, its own one too, that it was not given.</summary>
    public IReadOnlyList<Cause>? Missed { get; init; }
}

/// <summary>Somebody wants a parked stream to go on; it is given what it missed.</summary>
/// <param name="Subject">The parked stream.</param>
[MessageName("kernel.resuming.v1")]
public sealed record Resuming(string Subject) : IEvent;

/// <summary>A resuming stream was given a part of what it missed, and something followed from it.</summary>
/// <param name="Subject">The parked stream.</param>
/// <param name="Log">The log.</param>
/// <param name="Next">The first position of it that the stream was not given.</param>
[MessageName("kernel.missed-taken.v1")]
public sealed record MissedTaken(string Subject, string Log, long Next) : IEvent;

/// <summary>A parked stream has what it missed and goes on. Its effects are uncertain.</summary>
/// <param name="Subject">The stream.</param>
[MessageName("kernel.resumed.v1")]
public sealed record Resumed(string Subject) : IEvent;
