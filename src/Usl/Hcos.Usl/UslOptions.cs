using System.Security.Cryptography;
using Hcos.Contracts.Ci2;

namespace Hcos.Usl;

/// <summary>The bounds of USL.</summary>
public sealed record UslOptions
{
    /// <summary>Events of the journal that are kept in memory for readers.</summary>
    public int JournalMemory { get; init; } = 10_000;

    /// <summary>The most events that the views take in at once.</summary>
    public int ProjectorBatch { get; init; } = 500;

    /// <summary>Batches of changed rows that may wait to be stored; beyond it the views wait.</summary>
    public int LongestViewQueue { get; init; } = 64;

    /// <summary>A write of rows begins no further batch once it has so many.</summary>
    public int LargestViewWrite { get; init; } = 5_000;

    /// <summary>
    /// Events that are folded at once when views are built anew. Few: what waits between the parts is kept alive, and
    /// the collector carries it along (docs/decisions/0723).
    /// </summary>
    public int RebuildBatch { get; init; } = 250;

    /// <summary>Batches that may wait between reading, folding and writing when views are built anew.</summary>
    public int LongestRebuildQueue { get; init; } = 2;

    /// <summary>Operations that have ended are kept in memory up to this number; older ones are read.</summary>
    public int EndedOperationsInMemory { get; init; } = 10_000;

    /// <summary>The wait before the views are read again after a failure.</summary>
    public TimeSpan ProjectorRestart { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The most rows of one page.</summary>
    public int LargestPage { get; init; } = 1_000;

    /// <summary>The most pages that one filtered read looks through before it gives what it has.</summary>
    public int MostPagesPerRead { get; init; } = 20;

    /// <summary>The largest body of a request, in bytes.</summary>
    public int LargestBody { get; init; } = 1024 * 1024;

    /// <summary>The longest <c>wait=</c>.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long a read waits until the views cover its bookmark.</summary>
    public TimeSpan LongestViewWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a write waits for a store that does not answer before it is refused.</summary>
    public TimeSpan LongestCommitWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait between two attempts to write while the store does not answer.</summary>
    public TimeSpan CommitRepeat { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the answer to a question to a layer may take.</summary>
    public TimeSpan LongestQuestion { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What an operation is given beyond the work's time, so that the layer itself decides the end.</summary>
    public TimeSpan OperationGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Writes that may be on their way to the log at a time; more are refused.</summary>
    public int MostWritesAtOnce { get; init; } = 512;

    /// <summary>Operations that may be open at a time; while there are more, new ones are refused.</summary>
    public int MostOpenOperations { get; init; } = 10_000;

    /// <summary>Requests that may wait for their operation at a time; others are answered at once.</summary>
    public int MostWaits { get; init; } = 4_096;

    /// <summary>The most event streams at a time.</summary>
    public int MostStreams { get; init; } = 256;

    /// <summary>A comment is sent on an event stream that was silent for so long.</summary>
    public TimeSpan StreamKeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A reader of a stream that takes nothing for so long is cut off; it resumes by its last id.</summary>
    public TimeSpan SlowestReader { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most events shown of one trace.</summary>
    public int LargestTrace { get; init; } = 1_000;

    /// <summary>The most progress lines shown with an operation.</summary>
    public int MostProgressLines { get; init; } = 200;

    /// <summary>How long an inquiry is waited for: longer than CI2 takes for its answer.</summary>
    public TimeSpan LongestInquiry { get; init; } = ReadConsole.LongestAnswer + TimeSpan.FromSeconds(3);

    /// <summary>Takes credentials in for CI2's store; null when that is not in this process.</summary>
    public ICredentialIntake? Credentials { get; init; }

    /// <summary>Users of the broker whose commands are taken as operations.</summary>
    public IReadOnlyList<string> OutsideUsers { get; init; } = [];

    /// <summary>How often it is kept how far the edge has come while there is always more.</summary>
    public TimeSpan OutsideKeep { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where ids of requests without <c>Idempotency-Key</c> come from.</summary>
    public Func<Guid> NewId { get; init; } = () => new Guid(RandomNumberGenerator.GetBytes(16));
}
