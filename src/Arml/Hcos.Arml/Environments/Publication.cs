using Hcos.Contracts.Arml;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Environments;

/// <summary>What others are told of an environment: only what differs from what they were told last.</summary>
internal static class Publication
{
    /// <summary>What is to be told now.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="onlyHost">Only this host can have changed; null when everything can.</param>
    /// <param name="lookups">The ledger.</param>
    public static IEnumerable<IEvent> Of(InventoryState state, string? onlyHost, ArmlLookups lookups)
    {
        if (state.Environment is null || state.IsForgotten || !state.IsSurveyed) yield break;
        if (state.ClosedFor is not null) yield break;
        if (onlyHost is null)
        {
            foreach (var host in state.Told.Keys.Where(host => !state.Hosts.ContainsKey(host)))
            {
                yield return new HostWithdrawn(state.Environment.Environment, host);
            }

            if (OfferOf(state) is { } offer) yield return offer;
        }

        foreach (var host in state.Hosts.Keys.Where(host => onlyHost is null || host == onlyHost))
        {
            var capacity = HostCapacity.Of(state, host, lookups);
            if (state.Told.GetValueOrDefault(host) != capacity) yield return capacity;
        }
    }

    /// <summary>Everything that was told is taken back.</summary>
    public static IEnumerable<IEvent> Withdrawal(InventoryState state)
    {
        if (state.Environment is not { } environment) yield break;
        foreach (var host in state.Told.Keys) yield return new HostWithdrawn(environment.Environment, host);
        if (state.Offer is not null) yield return new EnvironmentOfferWithdrawn(environment.Environment);
    }

    private static EnvironmentOfferChanged? OfferOf(InventoryState state)
    {
        var environment = state.Environment!;
        // The same name twice: the smaller native id counts, as the sorted inventory has it.
        var images = state.Images.Values
            .Where(image => image.Works)
            .DistinctBy(image => image.Name)
            .OrderBy(image => image.Name, StringComparer.Ordinal)
            .Select(image => new ImageOffer(image.Name, image.DiskBytes))
            .ToList();
        var networks = state.Networks.Values
            .Where(network => network.Works)
            .Select(network => network.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        var told = state.Offer;
        var isTold = told is not null
            && told.Name == environment.Name
            && told.Kind == environment.Kind
            && told.Images.SequenceEqual(images)
            && told.Networks.SequenceEqual(networks, StringComparer.Ordinal);
        return isTold
            ? null
            : new(environment.Environment, environment.Name, environment.Kind, images, networks);
    }
}
