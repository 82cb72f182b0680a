using Hcos.Kernel.Messages;

namespace Hcos.Usl.Journal;

/// <summary>A place in the journal and what stands there.</summary>
/// <param name="Position">The position in USL's log.</param>
/// <param name="Time">Journal time: USL's log time.</param>
/// <param name="Event">The event with its origin: its own log, position, time and context.</param>
/// <param name="IsEarly">It may stand before its cause.</param>
internal sealed record JournalEntry(long Position, DateTimeOffset Time, RecordedEvent Event, bool IsEarly)
{
    /// <summary>What stands at a place of USL's log.</summary>
    public static JournalEntry Of(RecordedEvent recorded) => recorded.Body is Journaled journaled
        ? new JournalEntry(recorded.Position, recorded.Time, journaled.Event, journaled.IsEarly)
        : new JournalEntry(recorded.Position, recorded.Time, recorded, false);
}
