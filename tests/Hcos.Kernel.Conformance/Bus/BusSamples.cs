using System.Globalization;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Bus;

/// <summary>Messages with every field filled.</summary>
public static class BusSamples
{
    public static readonly DateTimeOffset Noon = new(2031, 5, 6, 12, 0, 0, 123, TimeSpan.Zero);

    public static CommandEnvelope Command(string layer, int number, string? text = null) =>
        new(layer, Context("command", number), Noon.AddMinutes(1), new DoProbe(number, IdOf(number), text));

    public static EventBatch Batch(string log, long first, int count, int wordLength = 8)
    {
        var events = Enumerable.Range(0, count).Select(i => Event(log, first + i, [new string('w', wordLength), "x"]));
        return new EventBatch(log, 3, 1, Noon, first, first + count - 1, [.. events]);
    }

    public static HeadAnnouncement Head(string log, long head) => new(log, 3, 1, Noon, head);

    public static RecordedEvent Event(string log, long position, IReadOnlyList<string> words) =>
        Event(log, position, new ProbeDone((int)position, IdOf(position), ProbeColour.VeryDarkBlue, Noon, words));

    public static RecordedEvent Event(string log, long position, IEvent body) =>
        new(log, position, "probe/1", position, Noon, 3, Context(log, position), Noon.AddHours(1), body);

    public static ProbeId IdOf(long number) =>
        new(DerivedId.From("probe", number.ToString(CultureInfo.InvariantCulture)));

    private static MessageContext Context(string kind, long number)
    {
        var id = DerivedId.From(kind, number.ToString(CultureInfo.InvariantCulture));
        return new MessageContext(
            id, DerivedId.From("correlation"), DerivedId.From("causation"), new Cause("usl", 7), "tenant-1", "ann",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }
}
