namespace Hcos.Usl.Views;

/// <summary>One event of a correlation, short enough to be kept for every event.</summary>
/// <param name="Position">Its place in the journal.</param>
/// <param name="Id">Its id.</param>
/// <param name="Causation">The id of the message that led to it.</param>
/// <param name="CauseLog">The log of the event that led to it.</param>
/// <param name="CausePosition">The position of that event.</param>
/// <param name="Log">Its own log.</param>
/// <param name="LogPosition">Its position there.</param>
/// <param name="Time">Its own log time.</param>
/// <param name="Name">Its message name.</param>
/// <param name="Subject">Whom it concerns.</param>
/// <param name="Text">What happened, for people.</param>
internal sealed record TraceView(
    long Position,
    Guid Id,
    Guid? Causation,
    string? CauseLog,
    long? CausePosition,
    string Log,
    long LogPosition,
    DateTimeOffset Time,
    string Name,
    string? Subject,
    string Text);
