using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Events;

/// <summary>Events to write, all of them a function of their place.</summary>
public static class Sample
{
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static MessageCatalog Catalog { get; } = new([typeof(Noted).Assembly], []);

    public static IReadOnlyDictionary<string, long> NoPositions { get; } = new Dictionary<string, long>();

    /// <summary>An event whose time is its position in seconds.</summary>
    public static RecordedEvent Event(IOwnedLog owner, string log, long position, string stream, long version) => new(
        log,
        position,
        stream,
        version,
        Start.AddSeconds(position),
        owner.Epoch,
        new MessageContext(
            DerivedId.OfEvent(log, position),
            DerivedId.From(log, "correlation"),
            position % 2 == 0 ? DerivedId.From(log, "causation") : null,
            position % 3 == 0 ? new Cause("other", position * 7) : null,
            "tenant",
            "principal",
            position % 5 == 0 ? "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" : null),
        position % 4 == 0 ? Start.AddDays(1) : null,
        new Noted($"at {position}", position));

    /// <summary>Events that follow position <paramref name="after"/>, in one stream each.</summary>
    public static IReadOnlyList<RecordedEvent> After(IOwnedLog owner, string log, long after, int count) =>
        [.. Enumerable.Range(1, count).Select(i => Event(owner, log, after + i, $"thing-{after + i}", 1))];

    public static async Task<IReadOnlyList<RecordedEvent>> AllAsync(
        IEventStore store, string log, CancellationToken cancellationToken) =>
        await store.ReadAsync(log, 1, int.MaxValue, cancellationToken).ToListAsync(cancellationToken);
}
