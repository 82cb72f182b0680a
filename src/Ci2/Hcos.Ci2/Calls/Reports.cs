using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Ci2.Calls;

/// <summary>From here on no native event is missed.</summary>
internal sealed record WatchBegan(EnvironmentId Environment, int Number, DateTimeOffset At);

/// <summary>Whether the platform tells a driver that looks when to.</summary>
internal sealed record SubscriptionSeen(EnvironmentId Environment, int Number, bool IsOn);

/// <summary>The platform told something about an object.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Generation">Under which generation of its driver.</param>
/// <param name="Key">About which object.</param>
/// <param name="Event">What it told.</param>
/// <param name="At">When it was received.</param>
internal sealed record NativeEventSeen(
    EnvironmentId Environment, int Generation, ResourceKey Key, NativeEvent Event, DateTimeOffset At);

/// <summary>A part of a complete listing.</summary>
internal sealed record ObjectsListed(
    EnvironmentId Environment, int Generation, DateTimeOffset StartedAt, IReadOnlyList<ResourceObject> Objects);

/// <summary>One object that was seen: what a part of a listing is taken apart into.</summary>
internal sealed record ObjectSeen(EnvironmentId Environment, int Generation, ResourceObject Object, Evidence Evidence);
