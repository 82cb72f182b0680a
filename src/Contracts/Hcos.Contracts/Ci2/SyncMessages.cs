using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Ci2;

/// <summary>The way by which changes made outside become known.</summary>
public enum SyncPath
{
    /// <summary>None: the environment does not answer, or was not looked at yet.</summary>
    None,

    /// <summary>
    /// The platform tells of them by itself; where <see cref="SyncRhythm.Looks"/> is given as well, it tells of changes
    /// of state only, and looks find the rest.
    /// </summary>
    Events,

    /// <summary>HCOS asks again and again.</summary>
    Polling,
}

/// <summary>How far the watch of an environment can be relied on.</summary>
public enum WatchHealth
{
    /// <summary>There is none: neither platform nor driver tells of changes.</summary>
    None,

    /// <summary>It is being begun.</summary>
    Awaited,

    /// <summary>It tells, and listings find nothing that it did not tell.</summary>
    Alive,

    /// <summary>A listing found what it had not told: it is trusted again once several listings confirm it.</summary>
    Silent,

    /// <summary>Its connection ended.</summary>
    Lost,
}

/// <summary>How the picture of an environment is kept fresh, and why so.</summary>
/// <param name="Path">The way in force.</param>
/// <param name="Watch">How far the watch can be relied on.</param>
/// <param name="SweepSeconds">The wait before the next complete listing.</param>
/// <param name="Looks">How often servers are looked at in between; null where nobody looks.</param>
/// <param name="SeenWithinSeconds">
/// Within which time a change of a server is seen, as long as the environment answers; null where the platform tells it
/// at once, and where nothing shows it.
/// </param>
/// <param name="OthersWithinSeconds">
/// The same for everything that is not a server: the next listing shows it; null where nothing does.
/// </param>
/// <param name="CallsLastHour">Native calls sent in the last hour, up to the last listing.</param>
/// <param name="CallBudget">Native calls that may be sent in an hour.</param>
/// <param name="Reason">Why so, in words.</param>
public sealed record SyncRhythm(
    SyncPath Path,
    WatchHealth Watch,
    double SweepSeconds,
    LookRhythm? Looks,
    double? SeenWithinSeconds,
    double? OthersWithinSeconds,
    long CallsLastHour,
    long CallBudget,
    string Reason);

/// <summary>How often servers are looked at where the platform does not tell of changes.</summary>
/// <param name="Seconds">The wait between two looks, as of the last listing.</param>
/// <param name="ShortestSeconds">The wait while something happens there.</param>
/// <param name="LongestSeconds">The wait once nothing has happened for long.</param>
public sealed record LookRhythm(double Seconds, double ShortestSeconds, double LongestSeconds);

/// <summary>
/// The path of an environment's changes is another one, or is trusted otherwise; what changes with a listing is told by
/// <see cref="SweepCompleted.Rhythm"/>.
/// </summary>
[MessageName("ci2.rhythm-changed.v1")]
public sealed record RhythmChanged(EnvironmentId Environment, SyncRhythm Rhythm) : IEvent;
