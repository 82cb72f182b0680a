using System.ComponentModel.DataAnnotations;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml;

/// <summary>Why something counts as an orphan.</summary>
public enum OrphanCause
{
    /// <summary>These books once claimed what it was made for, and the claim is over.</summary>
    ClaimEnded,

    /// <summary>It says that it is a server that is in the books, and that one is another object.</summary>
    Double,

    /// <summary>It carries the mark or form of HCOS, but these books never claimed it.</summary>
    NeverClaimed,

    /// <summary>The other direction: it is in the books, and was looked for twice and is not there.</summary>
    ObjectMissing,
}

/// <summary>Something that was made by HCOS and is nobody's was seen by two listings, some time apart.</summary>
/// <param name="Orphan">Its identity.</param>
/// <param name="Environment">Where.</param>
/// <param name="Key">How the platform names it.</param>
/// <param name="Name">The name it has there.</param>
/// <param name="State">Its state.</param>
/// <param name="MadeFor">The resource that it was made for.</param>
/// <param name="Cause">Why it counts.</param>
/// <param name="FirstSeen">When the first listing that showed it as nobody's began, in CI2's log time.</param>
/// <param name="SeenAgain">When the second did.</param>
/// <param name="Scope">The rights that both were seen with.</param>
[MessageName("arml.orphan-found.v1")]
public sealed record OrphanFound(
    OrphanId Orphan,
    EnvironmentId Environment,
    ResourceKey Key,
    string Name,
    ResourceState State,
    ResourceId MadeFor,
    OrphanCause Cause,
    DateTimeOffset FirstSeen,
    DateTimeOffset SeenAgain,
    string? Scope) : IEvent;

/// <summary>A listing showed the orphans of an environment once more. Told now and then only.</summary>
/// <param name="Environment">Which.</param>
/// <param name="At">When it began, in CI2's log time.</param>
/// <param name="Scope">The rights it was seen with.</param>
[MessageName("arml.orphans-seen.v1")]
public sealed record OrphansSeen(EnvironmentId Environment, DateTimeOffset At, string? Scope) : IEvent;

/// <summary>An orphan is none any more.</summary>
/// <param name="Orphan">Which.</param>
/// <param name="Environment">Where.</param>
/// <param name="Key">How the platform names it.</param>
/// <param name="How">Why: <c>missing</c>, <c>owned</c>, <c>unmarked</c>, <c>forgotten</c>.</param>
[MessageName("arml.orphan-gone.v1")]
public sealed record OrphanGone(
    OrphanId Orphan, EnvironmentId Environment, ResourceKey Key, string How) : IEvent;

/// <summary>
/// Removes orphans of an environment from its platform: those that are old enough, were seen twice, and are beyond
/// doubt; and waits for the evidence that they are gone.
/// </summary>
/// <param name="Reap">The identity of the reaping.</param>
/// <param name="Environment">Where.</param>
/// <param name="Orphan">Id, native id or name of the one orphan; null for all that may go.</param>
/// <param name="MinimumAgeSeconds">How long it must have been seen as nobody's, in seconds.</param>
/// <param name="Doubtful">Whether doubles, what was never claimed here and what executes may go too.</param>
[MessageName("arml.reap-orphans.v1")]
[Operation(
    "orphans.reap",
    "Removes what HCOS made and nobody owns: only what is old enough, was seen twice, and is beyond doubt.",
    DeadlineSeconds = 300,
    Example = "orphans reap --environment lab-kvm --plan")]
public sealed record ReapOrphans(
    [property: Subject] ReapId Reap,
    [property: Help("the environment that they are in"), Reference("environments")] EnvironmentId Environment,
    [property: Help("id, native id or name of one orphan; without it all that may go")] string? Orphan = null,
    [property: Help("how long it must have been nobody's, in seconds; default a day"), Range(30, 31_536_000)]
    int MinimumAgeSeconds = 86_400,
    [property: Help("also doubles, what was never claimed here, and what executes; default false")]
    bool Doubtful = false) : ICommand;

/// <summary>An orphan that is reaped.</summary>
/// <param name="Orphan">Which.</param>
/// <param name="Key">How the platform names it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="MadeFor">The resource it was made for.</param>
/// <param name="Task">The driver task that removes it.</param>
public sealed record ReapedOrphan(OrphanId Orphan, ResourceKey Key, string Name, ResourceId MadeFor, Guid Task);

/// <summary>An orphan that is not reaped, and why.</summary>
/// <param name="Orphan">Which.</param>
/// <param name="Key">How the platform names it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Code">Why, as a stable word: <c>too-young</c>, <c>doubtful</c>, …</param>
/// <param name="Reason">Why, for people.</param>
public sealed record KeptOrphan(OrphanId Orphan, ResourceKey Key, string Name, string Code, string Reason);

/// <summary>Orphans are being reaped.</summary>
/// <param name="Reap">By which reaping.</param>
/// <param name="Environment">Where.</param>
/// <param name="Task">The id of the command.</param>
/// <param name="Deadline">When it is given up.</param>
/// <param name="Reaps">Which.</param>
/// <param name="Keeps">Which not, and why.</param>
[MessageName("arml.orphans-reaping.v1")]
public sealed record OrphansReaping(
    ReapId Reap,
    EnvironmentId Environment,
    Guid Task,
    DateTimeOffset Deadline,
    IReadOnlyList<ReapedOrphan> Reaps,
    IReadOnlyList<KeptOrphan> Keeps) : ITaskBegun;

/// <summary>A reaping ended.</summary>
/// <param name="Reap">Which.</param>
/// <param name="Environment">Where.</param>
/// <param name="Task">The id of the command.</param>
/// <param name="Outcome">Done when all is gone that was to go.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Reason">For people.</param>
/// <param name="LeftBehind">What could not be removed, named.</param>
[MessageName("arml.orphans-reap-ended.v1")]
public sealed record OrphansReapEnded(
    ReapId Reap,
    EnvironmentId Environment,
    Guid Task,
    TaskOutcome Outcome,
    string Code,
    string? Reason,
    IReadOnlyList<string> LeftBehind) : ITaskEnded;

/// <summary>Which orphans would be reaped now, and which not and why? Changes nothing.</summary>
[MessageName("arml.plan-orphan-reap.v1")]
public sealed record PlanOrphanReap(ReapOrphans Command) : IQuestion<ReapPlan>;

/// <summary>What reaping would do now.</summary>
/// <param name="Code">Why the whole would be refused; null when it would not.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="Reaps">What would go.</param>
/// <param name="Keeps">What not, and why.</param>
public sealed record ReapPlan(
    string? Code, string? Reason, IReadOnlyList<ReapedOrphan> Reaps, IReadOnlyList<KeptOrphan> Keeps);
