using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Observations;

/// <summary>
/// A server that begins to execute gets its addresses a little later, and no platform tells of that: it is read again
/// after 1, 2, 4 … seconds, a bounded number of times; after that the sweeps go on.
/// </summary>
internal static class FollowUps
{
    public static IReadOnlyList<IEvent> After(
        ObservationState state, IReadOnlyList<IEvent> events, EnvironmentId environment, Ci2Lookups lookups)
    {
        var next = events.Aggregate(state, ObservationState.Evolve);
        if (next is not { Object: { } known, Read: null } || !LacksAddresses(known)) return events;
        if (next.FollowUps >= lookups.Options.MostFollowUps || lookups.ReachOf(environment) is not { } reach)
        {
            return events;
        }

        var since = next.SeenAt > state.Read?.NotBefore ? next.SeenAt : state.Read?.NotBefore ?? next.SeenAt;
        var wait = TimeSpan.FromSeconds(1 << next.FollowUps);
        return
        [
            .. events,
            new ReadOwed(environment, known.Key, since, since + wait, false, next.FollowUps + 1, reach),
        ];
    }

    private static bool LacksAddresses(ResourceObject known) =>
        known is { State: ResourceState.Running, Server: { Addresses.Count: 0, Networks.Count: > 0 } };
}
