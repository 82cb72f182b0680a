using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// What Placement says that hypervisors can be given: what they have, less what is reserved, times what the cloud
/// allows beyond. Nova's own figures know neither, and are gone from its later versions.
/// </summary>
internal sealed class OpenStackCapacity(OpenStackClient client)
{
    private const string Providers = "/resource_providers";

    /// <summary>
    /// Hypervisors with <see cref="PlacementFigures.Member"/> added; as they are where there is no Placement, or where
    /// it does not answer who asks.
    /// </summary>
    public async Task<IReadOnlyList<JsonElement>> AddAsync(
        IReadOnlyList<JsonElement> hypervisors, CancellationToken cancellationToken)
    {
        var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
        if (!catalogue.Has(Services.Placement)) return hypervisors;
        try
        {
            var known = await CandidatesAsync(cancellationToken).ConfigureAwait(false);
            var added = new List<JsonElement>();
            foreach (var hypervisor in hypervisors)
            {
                var id = hypervisor.Required("id");
                var figures = known.GetValueOrDefault(id)
                    ?? await ProviderAsync(id, cancellationToken).ConfigureAwait(false);
                added.Add(figures?.AddedTo(hypervisor) ?? hypervisor);
            }

            return added;
        }
        catch (DriverException denied) when (denied.Failure == DriverFailure.Denied)
        {
            return hypervisors;
        }
    }

    /// <summary>Those that have any processor left, by one request for all of them.</summary>
    private async Task<IReadOnlyDictionary<string, PlacementFigures>> CandidatesAsync(
        CancellationToken cancellationToken)
    {
        var answer = await client.FindAsync(
            Services.Placement, "/allocation_candidates?resources=VCPU:1", cancellationToken).ConfigureAwait(false);
        return answer?.Member("provider_summaries") is { } summaries
            ? PlacementFigures.OfSummaries(summaries)
            : new Dictionary<string, PlacementFigures>();
    }

    /// <summary>One that has none left; null when Placement does not know it.</summary>
    private async Task<PlacementFigures?> ProviderAsync(string id, CancellationToken cancellationToken)
    {
        if (OpenStackInventory.Path(id) is null) return null;
        var inventories = await client.FindAsync(
            Services.Placement, $"{Providers}/{id}/inventories", cancellationToken).ConfigureAwait(false);
        if (inventories?.Member("inventories") is not { } has) return null;
        var usages = await client.FindAsync(Services.Placement, $"{Providers}/{id}/usages", cancellationToken)
            .ConfigureAwait(false);
        return PlacementFigures.OfInventories(has, usages?.Member("usages"));
    }
}
