using Hcos.Kernel.Messages;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>The parked streams of all layers; a resumed one is gone from here.</summary>
internal abstract class StreamProjection : IProjection<StreamView>
{
    public static string View => ViewNames.Streams;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        Parked parked => [KeyOf(entry, parked.Subject)],
        Resumed resumed => [KeyOf(entry, resumed.Subject)],
        _ => [],
    };

    public static StreamView? Apply(StreamView? view, JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        Parked parked => new StreamView(
            KeyOf(entry, parked.Subject),
            parked.Subject,
            entry.Event.Log,
            entry.Time,
            parked.Reason,
            parked.MissedLog is { } log ? $"{log}@{parked.MissedFrom}" : null),
        Resumed => null,
        _ => view,
    };

    private static string KeyOf(JournalEntry entry, string stream) => $"{entry.Event.Log}:{stream}";
}
