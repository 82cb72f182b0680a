using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>
/// What one step leads to. Events and positions are one commit; everything else leaves only after that commit (and
/// all before it) succeeded.
/// </summary>
public sealed class StepOutput
{
    /// <summary>The events to append, with their positions.</summary>
    public List<RecordedEvent> Events { get; } = [];

    /// <summary>The next wanted position of each log whose position moved.</summary>
    public SortedDictionary<string, long> Positions { get; } = new(StringComparer.Ordinal);

    /// <summary>Commands to send.</summary>
    public List<CommandEnvelope> Commands { get; } = [];

    /// <summary>Effects to start.</summary>
    public List<EffectStart> Effects { get; } = [];

    /// <summary>Running effects that are no longer wanted: cancel them. They still have to return.</summary>
    public List<long> Cancellations { get; } = [];

    /// <summary>Parts of other logs to ask for.</summary>
    public List<ReplayRequest> Replays { get; } = [];

    /// <summary>
    /// Positions from which the layer wants to read its own log again; a bounded part of it comes as
    /// <see cref="LayerInput.ReadOwn"/>.
    /// </summary>
    public List<long> OwnReads { get; } = [];

    /// <summary>Things an operator should know.</summary>
    public List<LayerNotice> Notices { get; } = [];

    /// <summary>Whether there is anything in it.</summary>
    public bool IsEmpty =>
        Events.Count + Positions.Count + Commands.Count + Effects.Count + Cancellations.Count + Replays.Count
        + OwnReads.Count + Notices.Count == 0;
}

/// <summary>An effect to start.</summary>
/// <param name="Run">The number of this run, unique in the layer's life in memory.</param>
/// <param name="Stream">The stream that owes it.</param>
/// <param name="Key">The key it is owed under.</param>
/// <param name="Request">What is to be done.</param>
/// <param name="IsChanging">Whether the epoch must be checked before it touches the world.</param>
/// <param name="Context">Correlation of the process that owes it.</param>
public sealed record EffectStart(
    long Run, string Stream, string Key, object Request, bool IsChanging, MessageContext Context);

/// <summary>Something an operator should know.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Subject">Whom it concerns.</param>
/// <param name="Reason">The reason.</param>
public sealed record LayerNotice(NoticeKind Kind, string Subject, string Reason);

/// <summary>The kinds of notices.</summary>
public enum NoticeKind
{
    /// <summary>A command made its step throw.</summary>
    Defect,

    /// <summary>A stream was parked.</summary>
    Parked,

    /// <summary>A standing process owes something for the fifth attempt or more.</summary>
    Degraded,

    /// <summary>A log went back behind what was consumed: the layer must stop.</summary>
    LogRegressed,
}
