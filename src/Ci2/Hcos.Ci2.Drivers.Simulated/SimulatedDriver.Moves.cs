using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>Moves to another estate of the same registry; they have no duration, so none is ever under way.</summary>
internal sealed partial class SimulatedDriver : IMigrationDriver
{
    public async Task<MigrationDemand> DemandAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var server = await ReadAsync(key, cancellationToken)
            ?? throw new DriverException(DriverFailure.Missing, $"there is no {key}");
        if (server.State != ResourceState.Running || server.Server!.Snapshots is { Count: > 0 })
        {
            throw new DriverException(DriverFailure.Conflict, $"{server.Name} does not run, or has snapshots");
        }

        var needs = new SimulatedDemand(
            Name,
            server.Name,
            server.Server!.Vcpus,
            server.Server.MemoryBytes,
            server.Server.Networks is [var network, ..] ? network : null);
        return new(key, needs.Write());
    }

    public async Task<MigrationOffer> OfferAsync(MigrationDemand demand, CancellationToken cancellationToken)
    {
        var needs = SimulatedDemand.Read(demand.Content);
        if (needs.Source == Name)
        {
            throw new DriverException(DriverFailure.Invalid, "the server is at this estate already");
        }

        using var run = DriverRun.Offer(needs.Spec(demand.Server));
        await client.RunAsync(run, cancellationToken);
        return new(demand.Server, run.Status!.NativeIdentity, Name);
    }

    public Task<ResourceObject> MigrateAsync(
        ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken) => offer.Server == key
        ? ItemAsync(DriverRun.Move(key, offer.Content, offer.TargetIdentity, Manners), cancellationToken)
        : throw new DriverException(DriverFailure.Invalid, "the offer is for another server");

    public async Task<MigrationProgress?> ProgressAsync(ResourceKey key, CancellationToken cancellationToken) =>
        await ReadAsync(key, cancellationToken) is null
            ? throw new DriverException(DriverFailure.Missing, $"there is no {key}")
            : null;

    public Task CancelAsync(ResourceKey key, CancellationToken cancellationToken) =>
        ReadAsync(key, cancellationToken);

    public async Task WithdrawAsync(ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken)
    {
        if (offer.Server != key) throw new DriverException(DriverFailure.Invalid, "the offer is for another server");
        if (await ReadAsync(key, cancellationToken) is null)
        {
            throw new DriverException(DriverFailure.Conflict, "the source does not have the server any more");
        }
    }

    private string Name => client.Estate.Options.Name;
}
