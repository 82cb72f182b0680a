using Hcos.Ci2.Drivers.Libvirt.Connections;
using Hcos.Ci2.Drivers.Libvirt.Moves;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Moving servers to other hosts.</summary>
internal sealed partial class LibvirtDriver : IMigrationDriver
{
    /// <inheritdoc/>
    public Task<MigrationDemand> DemandAsync(ResourceKey key, CancellationToken cancellationToken) => ChangeAsync(
        key, client => new Departures(client, options).Demand(ServerIdentity.Parse(key)).Wrap(), cancellationToken);

    /// <inheritdoc/>
    public async Task<MigrationOffer> OfferAsync(MigrationDemand demand, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(demand);
        var wanted = LibvirtDemand.Unwrap(demand);
        return await _reads.ReadAsync(
            client => new Offers(client, Inventory(client), endpoint, options).Offer(wanted).Wrap(),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<ResourceObject> MigrateAsync(
        ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken) => MoveAsync(
        key,
        offer,
        (moving, target, uuid) =>
        {
            moving.ToTarget();
            return Inventory(target).Server(uuid) ?? throw new DriverException(
                DriverFailure.Uncertain, "the server vanished while it was moved");
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WithdrawAsync(
        ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken) => MoveAsync(
        key,
        offer,
        (moving, _, _) =>
        {
            moving.ToSource();
            return key;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<MigrationProgress?> ProgressAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _reads.ReadAsync(
            client =>
            {
                using var domain = (ServerIdentity.Parse(key) is { } uuid ? client.FindDomain(uuid) : null)
                    ?? throw new DriverException(DriverFailure.Missing, "the server is not there");
                return MoveJob.Progress(client.ReadJob(domain));
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task CancelAsync(ResourceKey key, CancellationToken cancellationToken) => _changes.ChangeAsync(
        client =>
        {
            // Not in the turn of the server: the move that is to end has it.
            using var domain = ServerIdentity.Parse(key) is { } uuid ? client.FindDomain(uuid) : null;
            if (domain is not null && MoveJob.Progress(client.ReadJob(domain)) is not null) client.AbortJob(domain);
            return key;
        },
        ended: null,
        cancellationToken);

    /// <summary>
    /// On a lane of its own, since a move takes long. It ends with the call, not with the patience of its caller.
    /// </summary>
    private async Task<T> MoveAsync<T>(
        ResourceKey key,
        MigrationOffer offer,
        Func<Moving, LibvirtClient, string, T> work,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var inner = LibvirtOffer.Unwrap(offer);
        if (offer.Server != key) throw Wrapped.Odd();
        var leave = await _underWay.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        var lane = new LibvirtLane(endpoint.Uri, options with { CallsAtOnce = 1 }, time, calls, beforeChange);
        return await lane.ChangeAsync(
            client => Connected(client, inner, work),
            () =>
            {
                leave();
                _ = lane.DisposeAsync().AsTask();
            },
            cancellationToken).ConfigureAwait(false);
    }

    private T Connected<T>(LibvirtClient client, LibvirtOffer offer, Func<Moving, LibvirtClient, string, T> work)
    {
        // This thread may be blocked. A target that hangs is given up after a while, or else the server would have to
        // wait for it with everything that somebody wants to do to it.
        var connector = new LibvirtConnector(offer.Uri, options, time, calls);
        try
        {
            var source = client.ToTheEnd();
            var target = source.At(connector.GetAsync(CancellationToken.None).GetAwaiter().GetResult());
            if (target.HostUuid != offer.Host)
            {
                throw new DriverException(DriverFailure.Missing, "another host answers where the target was");
            }

            return work(new(source, target, Inventory(source), options, offer), target, offer.Uuid);
        }
        finally
        {
            connector.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
