using Hcos.Arml.Resources;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Environments;

/// <summary>
/// What an environment has: hosts with their capacity, images, networks. Notes what CI2 sees and tells only changes
/// that matter to placement.
/// </summary>
internal abstract class Inventory : IDecider<InventoryState, ArmlLookups>
{
    public static InventoryState Initial => InventoryState.Initial;

    public static Decision Decide(InventoryState state, Given given, ArmlLookups lookups)
    {
        if (given.Message is EnvironmentClosing closing) return Closing.Decide(state, closing, lookups);
        if (state.IsForgotten) return Decision.Nothing;
        if (given.Message is ClaimReleased released) return Told(state, [], released.Host, lookups);
        if (given.Message is ClaimResized resized) return Told(state, [], resized.Host, lookups);
        var noted = Noted(state, given, lookups);
        if (noted.Count == 0) return Decision.Nothing;
        var after = state;
        foreach (var happened in noted) after = Evolve(after, happened);
        return Told(after, noted, OnlyHost(state, given.Message), lookups);
    }

    public static InventoryState Evolve(InventoryState state, IEvent happened) => happened switch
    {
        EnvironmentNoted noted => state with { Environment = noted },
        EnvironmentClosed closed => state with { ClosedFor = closed.Task },
        EnvironmentReopened => state with { ClosedFor = null },
        EnvironmentForgotten => InventoryState.Initial with { IsForgotten = true },
        EnvironmentStandingChanged standing => state with
        {
            Standing = standing.Standing,
            StandingSince = standing.At,
            StandingReason = standing.Reason,
        },
        EnvironmentSurveyed => state with { IsSurveyed = true },
        ItemNoted noted => state.With(noted.Key, noted.Item),
        ItemLost lost => state.With(lost.Key, null),
        HostFull full => state with { Full = state.Full.SetItem(full.Host, full.At) },
        HostObservedAgain again => state with { Full = state.Full.Remove(again.Host) },
        HostCapacityChanged told => state with { Told = state.Told.SetItem(told.Host, told) },
        HostWithdrawn gone => state with { Told = state.Told.Remove(gone.Host) },
        EnvironmentOfferChanged offer => state with { Offer = offer },
        EnvironmentOfferWithdrawn => state with { Offer = null },
        AdoptionStandingChanged told => state with { ToldAdoption = told },
        _ => state,
    };

    private static Decision Told(
        InventoryState after, IReadOnlyList<IEvent> noted, string? onlyHost, ArmlLookups lookups) =>
        Decision.Of(
        [
            .. noted,
            .. Publication.Of(after, onlyHost, lookups),
            .. ForeignServers.Of(after, noted, lookups),
        ]);

    // The one host that can have changed; null when several can.
    private static string? OnlyHost(InventoryState state, object message) => message switch
    {
        PlatformExhausted full => full.Host,
        ResourceObserved { Object.Server: { } server } e
            when state.Find(e.Key) is not { } former || former.Place == server.Host => server.Host,
        ResourceMissing { Key.Kind: ResourceKind.Server } e => state.Find(e.Key)?.Place,
        ResourceDisowned { Object.Server: { } server } => server.Host,
        _ => null,
    };

    private static IReadOnlyList<IEvent> Noted(InventoryState state, Given given, ArmlLookups lookups) =>
        given.Message switch
        {
            EnvironmentRegistered e => Registered(state, new(e.Environment, e.Name, e.Address.Kind, e.Address.Access)),
            EnvironmentChanged e => Registered(state, new(e.Environment, e.Name, e.Address.Kind, e.Address.Access)),
            EnvironmentRemoved e =>
            [
                .. Publication.Withdrawal(state),
                .. ForeignServers.Withdrawal(state),
                new EnvironmentForgotten(e.Environment),
            ],
            EnvironmentTaskEnded e => Closing.Ended(state, e),
            EnvironmentReached e => Stands(state, e.Environment, Standing.Reachable, e.At, null),
            EnvironmentUnreachable e => Stands(state, e.Environment, Standing.Unreachable, e.At, e.Reason),
            EnvironmentSuspect e => Stands(
                state,
                e.Environment,
                Standing.Suspect,
                e.At,
                $"{e.Lacking} of {e.Known} objects seem to be missing at once"),
            SweepCompleted e => Swept(state, e),
            ResourceObserved e => Seen(state, e.Environment, e.Key, Item.Of(e.Object), lookups),
            ResourceStateObserved e when state.Find(e.Key) is { } item => Seen(
                state, e.Environment, e.Key, item with { Works = e.State == ResourceState.Running }, lookups),
            ResourceMissing e when state.Find(e.Key) is not null => [new ItemLost(e.Environment, e.Key)],
            ResourceProvisioned e when state.Find(e.Key) is not null => [new ItemLost(e.Environment, e.Key)],
            ResourceDisowned { Object: { } left } e => Seen(state, e.Environment, left.Key, Item.Of(left), lookups),
            PlatformExhausted e => [new HostFull(e.Environment, e.Host, e.At)],
            _ => [],
        };

    private static IReadOnlyList<IEvent> Registered(InventoryState state, EnvironmentNoted noted) =>
        state.Environment == noted ? [] : [noted];

    private static IReadOnlyList<IEvent> Stands(
        InventoryState state, EnvironmentId environment, Standing standing, DateTimeOffset at, string? reason) =>
        at < state.StandingSince || (state.Standing == standing && state.StandingReason == reason)
            ? []
            : [new EnvironmentStandingChanged(environment, standing, at, reason)];

    private static List<IEvent> Swept(InventoryState state, SweepCompleted sweep)
    {
        var noted = new List<IEvent>();
        if (!state.IsSurveyed) noted.Add(new EnvironmentSurveyed(sweep.Environment, sweep.StartedAt));
        noted.AddRange(state.Full
            .Where(full => sweep.StartedAt >= full.Value)
            .Select(full => new HostObservedAgain(sweep.Environment, full.Key)));
        return noted;
    }

    private static IReadOnlyList<IEvent> Seen(
        InventoryState state, EnvironmentId environment, ResourceKey key, Item? item, ArmlLookups lookups)
    {
        var isOurs = (key.Kind == ResourceKind.Server && lookups.ResourceOf(environment, key) is not null)
            || (key.Kind == ResourceKind.Volume && lookups.IsOurVolume(key));
        if (isOurs || item is null) return [];
        // Whether a foreign server or volume works is nothing to the ledger: it keeps what it has.
        if (key.Kind is ResourceKind.Server or ResourceKind.Volume) item = item with { Works = true };
        return state.Find(key) == item ? [] : [new ItemNoted(environment, key, item)];
    }
}
