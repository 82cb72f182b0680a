using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Stores;

/// <summary>What every store demands of a commit before it looks at the head row.</summary>
public static class CommitRules
{
    /// <summary>Positions follow each other without gap, and names are text that every store can keep.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Check(IReadOnlyList<RecordedEvent> events)
    {
        foreach (var e in events)
        {
            if (HasNul(e.Stream) || HasNul(e.Context.Tenant) || HasNul(e.Context.Principal))
            {
                throw new ArgumentException($"a name at position {e.Position} contains a NUL", nameof(events));
            }
        }

        for (var i = 1; i < events.Count; i++)
        {
            if (events[i].Position != events[0].Position + i)
            {
                throw new ArgumentException(
                    $"position {events[i].Position} follows {events[i - 1].Position}", nameof(events));
            }
        }
    }

    private static bool HasNul(string name) => name.Contains('\0', StringComparison.Ordinal);
}
