using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Ci2.Calls;

/// <summary>
/// What the deciders of CI2 ask of the world. A pure description: <see cref="Driving.DriverEffects"/> answers over real
/// drivers, and whoever plays the world in one thread answers with the same <see cref="DriverAnswer"/>s.
/// </summary>
internal abstract record DriverCall
{
    private DriverCall()
    {
    }

    /// <summary>Does it answer, and who is it? Answered by <see cref="DriverAnswer.Probed"/>.</summary>
    public sealed record Probe(Reach Reach) : DriverCall;

    /// <summary>The same by a driver of its own, for an endpoint that is not in the books.</summary>
    public sealed record Test(EnvironmentAddress Address) : DriverCall;

    /// <summary>
    /// Tells <see cref="WatchBegan"/>, <see cref="SubscriptionSeen"/> and <see cref="NativeEventSeen"/> until it is
    /// cancelled or the connection is lost: <see cref="DriverAnswer.WatchEnded"/>.
    /// </summary>
    public sealed record Watch(Reach Reach, int Number) : DriverCall;

    /// <summary>
    /// Lists everything, under the identity that is expected before and after. Tells <see cref="ObjectsListed"/> once
    /// the listing is known to be complete, then answers <see cref="DriverAnswer.Swept"/>.
    /// </summary>
    public sealed record Sweep(Reach Reach, int Number, string NativeIdentity) : DriverCall
    {
        /// <summary>How often the driver may look for changes from here on; null for the usual.</summary>
        public LookRhythm? Looks { get; init; }
    }

    /// <summary>Reads one object. Answered by <see cref="DriverAnswer.Looked"/>.</summary>
    public sealed record Look(Reach Reach, ResourceKey Key) : DriverCall;

    /// <summary>
    /// Does what a task wants and reads the object afterwards: <see cref="DriverAnswer.Acted"/>. It is cut off at the
    /// deadline, and not begun after it.
    /// </summary>
    public sealed record Act(
        Reach Reach,
        Guid Task,
        ResourceId Resource,
        DriverAction Action,
        ResourceKind Kind,
        ResourceSpec? Spec,
        ResourceKey? Key,
        PowerAction? Power,
        DateTimeOffset? Deadline,
        ServerChange? Change = null) : DriverCall;

    /// <summary>
    /// Reads, once a task is overdue, how things stand. Answered by <see cref="DriverAnswer.Looked"/>.
    /// </summary>
    public sealed record Close(Reach Reach, Guid Task, ResourceSpec? Spec, ResourceKey? Key) : DriverCall;

    /// <summary>
    /// Reads the end of what a guest wrote; of a question, not of a decider. Answered by a <see cref="ConsoleAnswer"/>.
    /// </summary>
    public sealed record Console(Reach Reach, ResourceKey Key, int MostBytes) : DriverCall;

    /// <summary>
    /// Reads what a server uses; of a question, not of a decider. Answered by a <see cref="UsageAnswer"/>.
    /// </summary>
    public sealed record Usage(Reach Reach, ResourceKey Key) : DriverCall;

    /// <summary>
    /// Lets go of an environment that is no longer in the books. Answered by <see cref="DriverAnswer.LetGo"/>.
    /// </summary>
    public sealed record Leave(EnvironmentId Environment) : DriverCall;

    /// <summary>Removes a credential's secret. Answered by <see cref="DriverAnswer.LetGo"/>.</summary>
    public sealed record ForgetCredential(string Name) : DriverCall;
}
