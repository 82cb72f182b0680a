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

/// <summary>A stream made a step throw and rests until somebody resumes it.</summary>
/// <param name="Subject">The parked stream.</param>
/// <param name="Reason">What was thrown.</param>
/// <param name="MissedLog">The log whose event was the first it missed; null for a timer or an effect.</param>
/// <param name="MissedFrom">The position of that event.</param>
[MessageName("kernel.parked.v1")]
public sealed record Parked(string Subject, string Reason, string? MissedLog, long MissedFrom) : IEvent;
