namespace Hcos.Ci2;

/// <summary>The bounds and rhythms of CI2.</summary>
public sealed record Ci2Options
{
    /// <summary>
    /// The shortest wait between two sweeps where a watch tells of changes; it is kept while something happens there.
    /// </summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest such wait, once several sweeps have found nothing that the watch had not told.</summary>
    public TimeSpan LongestSweepInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The shortest wait between two sweeps where no watch can be relied on.</summary>
    public TimeSpan SweepIntervalWithoutEvents { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest such wait.</summary>
    public TimeSpan LongestSweepIntervalWithoutEvents { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest wait between two sweeps that <see cref="CallBudget"/> can lead to: beyond it the picture is worth
    /// more than the calls.
    /// </summary>
    public TimeSpan SlowestSweepInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The wait between two looks at an environment whose driver looks, while something happens.</summary>
    public TimeSpan ShortestLookInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The same once nothing has happened for long.</summary>
    public TimeSpan LongestLookInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait between two looks that <see cref="CallBudget"/> can lead to.</summary>
    public TimeSpan SlowestLookInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a look or a read that is answered takes, at most; for what people are promised.</summary>
    public TimeSpan LookAllowance { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An interval is such a part of the time for which nothing has changed.</summary>
    public int QuietPart { get; init; } = 6;

    /// <summary>
    /// So many sweeps in a row must confirm a watch that missed something before it is trusted again.
    /// </summary>
    public int SweepsToTrust { get; init; } = 3;

    /// <summary>
    /// The native calls that keeping the picture of one environment may cost in an hour. What people want done is
    /// counted, and never held back.
    /// </summary>
    public long CallBudget { get; init; } = 50_000;

    /// <summary>The part of the budget that looks may take, where a driver looks.</summary>
    public double LookShare { get; init; } = 0.5;

    /// <summary>The longest wait between two probes of an environment that does not answer.</summary>
    public TimeSpan LongestProbeRepeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two runs of a driver task.</summary>
    public TimeSpan LongestTaskRepeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Two listings that lack an object count as its absence when they began at least so far apart.</summary>
    public TimeSpan AbsenceInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An event that contradicts evidence younger than this is shown, and the object is read.</summary>
    public TimeSpan ContradictionAge { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An environment that lacks more than this part of its objects at once is suspect.</summary>
    public double SuspectShare { get; init; } = 0.2;

    /// <summary>Fewer objects than this never make an environment suspect.</summary>
    public int SuspectLeast { get; init; } = 5;

    /// <summary>
    /// How often a server that executes is read again until its addresses are known: after 1, 2, 4 … s.
    /// </summary>
    public int MostFollowUps { get; init; } = 8;

    /// <summary>After so many lost watches in a row an environment is swept without one.</summary>
    public int MostWatchFailures { get; init; } = 3;

    /// <summary>How long one probe or read may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one sweep may take.</summary>
    public TimeSpan SweepTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long one changing call may take.</summary>
    public TimeSpan ChangeTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How many reads and changes of one environment run at a time.</summary>
    public int MostCallsAtOnce { get; init; } = 8;

    /// <summary>How many reads and changes of one environment may wait for their turn.</summary>
    public int LongestCallQueue { get; init; } = 1_000;

    /// <summary>
    /// After so many failed reads in a row an environment is not read for <see cref="BreakDuration"/>.
    /// </summary>
    public int FailuresToBreak { get; init; } = 5;

    /// <summary>How long an environment is left alone after too many failed reads.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most objects of one sweep; an environment with more cannot be swept.</summary>
    public int MostObjects { get; init; } = 200_000;

    /// <summary>How many objects of a listing are told at a time.</summary>
    public int LargestReport { get; init; } = 500;

    /// <summary>
    /// How long the end of an effect is remembered. No read takes longer, so that none contradicts what is forgotten.
    /// </summary>
    public TimeSpan RememberEffects { get; init; } = TimeSpan.FromHours(1);
}
