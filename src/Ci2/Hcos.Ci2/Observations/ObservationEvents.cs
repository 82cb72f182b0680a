using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Observations;

/// <summary>One read of an object is owed; only one that began after <paramref name="Since"/> answers it.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Key">Which object.</param>
/// <param name="Since">What happened last.</param>
/// <param name="NotBefore">When to read.</param>
/// <param name="IsRemoval">Whether the platform, or a delete of ours, says that the object is gone.</param>
/// <param name="FollowUp">
/// How many times the object was read for its addresses; 0 when it is read for another reason.
/// </param>
/// <param name="Reach">How the environment is reached now.</param>
[MessageName("ci2.read-owed.v1")]
internal sealed record ReadOwed(
    EnvironmentId Environment,
    ResourceKey Key,
    DateTimeOffset Since,
    DateTimeOffset NotBefore,
    bool IsRemoval,
    int FollowUp,
    Reach Reach) : IEvent;

/// <summary>What was owed to be read is as it was known, or cannot be read any more.</summary>
[MessageName("ci2.read-settled.v1")]
internal sealed record ReadSettled(EnvironmentId Environment, ResourceKey Key) : IEvent;

/// <summary>The platform told what was known already; a read that began before that says nothing.</summary>
[MessageName("ci2.native-event-noted.v1")]
internal sealed record NativeEventNoted(EnvironmentId Environment, ResourceKey Key, DateTimeOffset At) : IEvent;

/// <summary>Its environment left the books: nothing is known of the object any more.</summary>
[MessageName("ci2.object-left.v1")]
internal sealed record ObjectLeft(EnvironmentId Environment, ResourceKey Key) : IEvent;

/// <summary>A complete listing lacked the object for the first time.</summary>
[MessageName("ci2.object-lacked.v1")]
internal sealed record ObjectLacked(EnvironmentId Environment, ResourceKey Key, DateTimeOffset At) : IEvent;

/// <summary>An object that a listing lacked was seen again, unchanged.</summary>
[MessageName("ci2.presence-confirmed.v1")]
internal sealed record PresenceConfirmed(EnvironmentId Environment, ResourceKey Key, DateTimeOffset At) : IEvent;

/// <summary>An object of an environment that leaves the books: what its stream is given of that.</summary>
internal sealed record ObjectGone(EnvironmentId Environment, ResourceKey Key);
