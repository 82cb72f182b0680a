namespace Hcos.Kernel.Messages;

/// <summary>A place in a log.</summary>
/// <param name="Log">The layer whose log it is.</param>
/// <param name="Position">The position, from 1, without gaps.</param>
public sealed record Cause(string Log, long Position);

/// <summary>What every message carries beside its body.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="Correlation">The id that everything with the same first cause shares.</param>
/// <param name="Causation">The id of the message that led to it; null for a first cause.</param>
/// <param name="Cause">The event that led to it, by place; null for a first cause.</param>
/// <param name="Tenant">On whose behalf.</param>
/// <param name="Principal">Who asked.</param>
/// <param name="TraceParent">W3C trace context, if there is one.</param>
public sealed record MessageContext(
    Guid Id,
    Guid Correlation,
    Guid? Causation,
    Cause? Cause,
    string Tenant,
    string Principal,
    string? TraceParent = null)
{
    /// <summary>The tenant and principal of what the platform does by itself.</summary>
    public const string Platform = "hcos";

    /// <summary>The context of a first cause: nobody asked, the platform noticed it itself.</summary>
    public static MessageContext First(Guid id) => new(id, id, null, null, Platform, Platform);
}

/// <summary>A command on its way.</summary>
/// <param name="Destination">The layer that is to do it.</param>
/// <param name="Context">Its id and origin.</param>
/// <param name="NotAfter">Judged by the receiver's log time: what arrives later is refused as <c>expired</c>.</param>
/// <param name="Body">The command.</param>
public sealed record CommandEnvelope(
    string Destination, MessageContext Context, DateTimeOffset NotAfter, ICommand Body);

/// <summary>An event as it stands in a log.</summary>
/// <param name="Log">The layer whose log it is.</param>
/// <param name="Position">Its place, from 1, without gaps.</param>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Time">Log time of the commit's step, as <see cref="LogTime"/> says: UTC, whole microseconds.</param>
/// <param name="Epoch">The ownership under which it was committed.</param>
/// <param name="Context">Its id and origin.</param>
/// <param name="SettlesUntil">
/// For an event that answers a command: until when the command's id (<see cref="MessageContext.Causation"/>) is
/// remembered. Null for all other events.
/// </param>
/// <param name="Body">What happened.</param>
public sealed record RecordedEvent(
    string Log,
    long Position,
    string Stream,
    long Version,
    DateTimeOffset Time,
    long Epoch,
    MessageContext Context,
    DateTimeOffset? SettlesUntil,
    IEvent Body);

/// <summary>Part of a log as it travels. Positions in First..Last without an event were internal.</summary>
/// <param name="Log">Whose log.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="EpochStart">The position at which that epoch began.</param>
/// <param name="Time">The log is told completely up to <paramref name="Last"/>, as of this log time.</param>
/// <param name="First">The first position told.</param>
/// <param name="Last">The last position told.</param>
/// <param name="Events">The public events among them, in order.</param>
public sealed record EventBatch(
    string Log,
    long Epoch,
    long EpochStart,
    DateTimeOffset Time,
    long First,
    long Last,
    IReadOnlyList<RecordedEvent> Events);

/// <summary>An owner says how far its log reaches.</summary>
/// <param name="Log">Whose log.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="EpochStart">The position at which that epoch began.</param>
/// <param name="Time">Log time of the announcement.</param>
/// <param name="Head">The last committed position.</param>
/// <param name="Report">How the owner stands; null when it does not say.</param>
public sealed record HeadAnnouncement(
    string Log, long Epoch, long EpochStart, DateTimeOffset Time, long Head, OwnerReport? Report = null);

/// <summary>What an owner tells the other processes of itself, so that each of them can show the whole.</summary>
/// <param name="HasCaughtUp">Whether it has consumed what was announced when it began.</param>
/// <param name="Owed">How much it owes.</param>
/// <param name="Parked">Streams that rest after a fault, the first of them.</param>
/// <param name="Degraded">What is owed for the fifth attempt or more, the first of it.</param>
public sealed record OwnerReport(
    bool HasCaughtUp, int Owed, IReadOnlyList<string> Parked, IReadOnlyList<string> Degraded);

/// <summary>
/// A consumer asks an owner for a part of its log, to itself alone. The owner sends a bounded part of it.
/// </summary>
/// <param name="Log">Whose log.</param>
/// <param name="From">The first position wanted.</param>
/// <param name="Consumer">The layer that asks.</param>
public sealed record ReplayRequest(string Log, long From, string Consumer);
