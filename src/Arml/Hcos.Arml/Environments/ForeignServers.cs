using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Environments;

/// <summary>
/// What others are told of servers that are nobody's, and of whether they can be adopted now. Pure.
/// </summary>
internal static class ForeignServers
{
    /// <summary>Why a server that has a disk of ours is not adopted.</summary>
    public const string Shared = "volumes-shared";

    /// <summary>Why a second copy of a server of ours is not adopted.</summary>
    public const string Double = "double";

    /// <summary>What is to be told after something was noted.</summary>
    public static IEnumerable<IEvent> Of(InventoryState state, IReadOnlyList<IEvent> noted, ArmlLookups lookups)
    {
        if (state.Environment is not { } environment || state.IsForgotten || !state.IsSurveyed) yield break;
        if (noted.Any(happened => happened is EnvironmentSurveyed))
        {
            foreach (var (id, server) in state.Servers)
            {
                yield return Told(state, new(ResourceKind.Server, id), server, lookups);
            }
        }
        else
        {
            foreach (var happened in noted)
            {
                switch (happened)
                {
                    case ItemNoted { Key.Kind: ResourceKind.Server } e:
                        yield return Told(state, e.Key, e.Item, lookups);
                        break;
                    case ItemLost { Key.Kind: ResourceKind.Server } e:
                        yield return new ForeignServerWithdrawn(e.Environment, e.Key);
                        break;
                    default:
                        break;
                }
            }
        }

        var standing = Standing(state, environment.Environment);
        if (state.ToldAdoption != standing) yield return standing;
    }

    /// <summary>Everything that was told is taken back, by one word.</summary>
    public static IEnumerable<IEvent> Withdrawal(InventoryState state) =>
        state is { Environment: { } known, IsSurveyed: true }
        ? [new AdoptionStandingChanged(known.Environment, "gone", "the environment was removed")]
        : [];

    private static ForeignServerChanged Told(
        InventoryState state, ResourceKey key, Item server, ArmlLookups lookups) => new(
        state.Environment!.Environment,
        key,
        server.Name,
        server.Place,
        server.Place is { } host ? state.Hosts.GetValueOrDefault(host)?.Name ?? host : null,
        server.Taken,
        server.Volumes,
        server.Networks,
        WhyNot(server, lookups));

    private static string? WhyNot(Item server, ArmlLookups lookups) => server switch
    {
        { MadeFor: { } resource } when lookups.Knows(resource) => Double,
        _ when server.Volumes.Exists(volume => lookups.IsOurVolume(new(ResourceKind.Volume, volume))) => Shared,
        _ => null,
    };

    private static AdoptionStandingChanged Standing(InventoryState state, EnvironmentId environment) => state switch
    {
        { Environment.Access: EnvironmentAccess.ObserveOnly } => new(
            environment,
            "denied",
            "the environment is observe-only: set its access to 'manage' to adopt servers there"),
        { Standing: Environments.Standing.Unreachable } => new(
            environment, "unknown", $"the environment does not answer: {state.StandingReason}"),
        { Standing: Environments.Standing.Suspect } => new(
            environment, "unknown", $"the environment is suspect: {state.StandingReason}"),
        _ => new(environment, null, null),
    };
}
