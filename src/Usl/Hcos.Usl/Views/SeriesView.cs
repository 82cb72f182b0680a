using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Views;

/// <summary>How far many servers are that were asked for at once.</summary>
internal sealed record SeriesView(SeriesId Id, DateTimeOffset Since, int Count, bool Together)
{
    /// <summary>The first of them, which names them all for people.</summary>
    public string? Name { get; init; }

    /// <summary>How it ended; null while it goes on.</summary>
    public TaskOutcome? Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>How many are there.</summary>
    public int MadeCount { get; init; }

    /// <summary>How many could not be made.</summary>
    public int FailedCount { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
