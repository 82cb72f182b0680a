using Hcos.Kernel.Messages;

namespace Hcos.Usl.Journal;

/// <summary>An event of some log took its place in the order that people see.</summary>
/// <param name="Event">The event as it stands in its own log.</param>
/// <param name="IsEarly">Its cause had not come after the longest wait; it may stand before it.</param>
[MessageName("usl.journaled.v1")]
internal sealed record Journaled(RecordedEvent Event, bool IsEarly) : IEvent;
