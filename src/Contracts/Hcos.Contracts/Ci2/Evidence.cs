namespace Hcos.Contracts.Ci2;

/// <summary>Who saw a value, when and how.</summary>
/// <param name="At">
/// CI2's log time: the start of the read, or the receipt of the native event. The platform's own time is never
/// compared.
/// </param>
/// <param name="Source">How it was seen.</param>
/// <param name="Detail">The platform's own words, for people: <c>stopped/destroyed</c>.</param>
public sealed record Evidence(DateTimeOffset At, EvidenceSource Source, string? Detail = null)
{
    /// <summary>
    /// Whether the platform tells by itself what a read was quicker to show. It is the better evidence: it names what
    /// happened, where a read shows only what is.
    /// </summary>
    public bool TellsWhatWasRead(Evidence read) =>
        Source == EvidenceSource.Event && read.Source is EvidenceSource.Sweep or EvidenceSource.Read && At >= read.At;
}

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
