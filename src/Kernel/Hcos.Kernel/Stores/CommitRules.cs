using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Stores;

/// <summary>What every store demands of a commit before it looks at the head row.</summary>
public static class CommitRules
{
    /// <summary>Positions follow each other without gap.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void Check(IReadOnlyList<RecordedEvent> events)
    {
        for (var i = 1; i < events.Count; i++)
        {
            if (events[i].Position != events[0].Position + i)
            {
                throw new ArgumentException(
                    $"position {events[i].Position} follows {events[i - 1].Position}", nameof(events));
            }
        }
    }
}
