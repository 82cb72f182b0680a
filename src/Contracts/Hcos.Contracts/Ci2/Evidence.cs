namespace Hcos.Contracts.Ci2;

/// <summary>Who saw a value, when and how.</summary>
/// <param name="At">
/// CI2's log time: the start of the read, or the receipt of the native event. The platform's own time is never
/// compared.
/// </param>
/// <param name="Source">How it was seen.</param>
/// <param name="Detail">The platform's own words, for people: <c>stopped/destroyed</c>.</param>
public sealed record Evidence(DateTimeOffset At, EvidenceSource Source, string? Detail = null);

/// <summary>How something was seen.</summary>
public enum EvidenceSource
{
    /// <summary>The platform told it by itself.</summary>
    Event,

    /// <summary>A complete listing showed it.</summary>
    Sweep,

    /// <summary>A read of this one object showed it.</summary>
    Read,

    /// <summary>The read after an effect of ours showed it.</summary>
    Effect,
}
