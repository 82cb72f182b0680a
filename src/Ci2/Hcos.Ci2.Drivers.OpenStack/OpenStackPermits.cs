namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// What creates of servers ask Nova to find there, so that they are refused, however late they arrive, once it was
/// taken away: the server's port, which goes to one server only, or a security group where there is no network.
/// </summary>
internal sealed class OpenStackPermits(OpenStackClient client)
{
    private readonly OpenStackPorts _ports = new(client);
    private readonly PermitGroups _groups = new(client);

    /// <summary>
    /// A permit for one create. Those of creates before it are withdrawn first, so that they make nothing from now on.
    /// </summary>
    /// <param name="id">The server's resource id.</param>
    /// <param name="networkId">Neutron's id of the server's network, or null for none.</param>
    /// <param name="withdrawn">Removes what such creates may have made until they were withdrawn.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Permit> NewAsync(
        Guid id, string? networkId, Func<Task> withdrawn, CancellationToken cancellationToken)
    {
        if (networkId is null)
        {
            if (await _groups.RemoveAsync(id, cancellationToken).ConfigureAwait(false))
            {
                await withdrawn().ConfigureAwait(false);
            }

            return new(null, await _groups.MakeAsync(id, cancellationToken).ConfigureAwait(false));
        }

        var ports = await _ports.ListAsync(id, cancellationToken).ConfigureAwait(false);
        if (OpenStackPorts.Reusable(ports, networkId) is { } port) return new(port, null);
        if (ports.Count > 0)
        {
            await _ports.RemoveAsync(ports, cancellationToken).ConfigureAwait(false);
            await withdrawn().ConfigureAwait(false);
        }

        return new(await _ports.MakeAsync(id, networkId, cancellationToken).ConfigureAwait(false), null);
    }

    /// <summary>
    /// The server is there: no other create is to make it again. Its port, where it has one, permits none any more.
    /// </summary>
    public async Task EndAsync(Guid id, string? networkId, CancellationToken cancellationToken)
    {
        if (networkId is null) await _groups.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The server is not to be there: no create is to make it.</summary>
    public async Task WithdrawAsync(Guid id, CancellationToken cancellationToken)
    {
        var ports = await _ports.ListAsync(id, cancellationToken).ConfigureAwait(false);
        await _ports.RemoveAsync(ports, cancellationToken).ConfigureAwait(false);
        await _groups.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
    }
}
