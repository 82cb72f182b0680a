using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What Neutron has: networks, ports, floating addresses, security groups.</summary>
internal sealed class OpenStackNetworking(OpenStackClient client, OpenStackInventory inventory)
{
    private const string Ports = "/v2.0/ports";
    private const string FloatingAddresses = "/v2.0/floatingips";
    private const string SecurityGroups = "/v2.0/security-groups";

    /// <summary>All of a kind.</summary>
    public async Task<IReadOnlyList<ResourceObject>> ListAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case ResourceKind.Port:
                var ports = await client.ListAsync(Services.Network, Ports, "ports", cancellationToken)
                    .ConfigureAwait(false);
                return await PortsAsync(ports, cancellationToken).ConfigureAwait(false);
            case ResourceKind.FloatingAddress:
                var addresses = await client.ListOrNoneAsync(
                    Services.Network, FloatingAddresses, "floatingips", cancellationToken).ConfigureAwait(false);
                return [.. addresses.Select(OpenStackMapping.FloatingAddress)];
            case ResourceKind.SecurityGroup:
                var groups = await client.ListOrNoneAsync(
                    Services.Network, SecurityGroups, "security_groups", cancellationToken).ConfigureAwait(false);
                return [.. groups.Select(OpenStackMapping.SecurityGroup)];
            default:
                return await NetworksAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A port, a floating address or a security group; null when it is not there.</summary>
    public async Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        if (OpenStackInventory.Path(key.NativeId) is not { } id) return null;
        switch (key.Kind)
        {
            case ResourceKind.Port:
                return await FindAsync(Ports, id, "port", cancellationToken).ConfigureAwait(false) is { } port
                    ? (await PortsAsync([port], cancellationToken).ConfigureAwait(false))[0]
                    : null;
            case ResourceKind.FloatingAddress:
                return await FindAsync(FloatingAddresses, id, "floatingip", cancellationToken)
                    .ConfigureAwait(false) is { } address ? OpenStackMapping.FloatingAddress(address) : null;
            default:
                return await FindAsync(SecurityGroups, id, "security_group", cancellationToken)
                    .ConfigureAwait(false) is { } group ? OpenStackMapping.SecurityGroup(group) : null;
        }
    }

    private async Task<JsonElement?> FindAsync(
        string path, string id, string member, CancellationToken cancellationToken) =>
        (await client.FindAsync(Services.Network, $"{path}/{id}", cancellationToken).ConfigureAwait(false))
            ?.Member(member);

    // Neutron knows servers by Nova's identities; servers of ours are called otherwise.
    private async Task<IReadOnlyList<ResourceObject>> PortsAsync(
        IReadOnlyList<JsonElement> ports, CancellationToken cancellationToken)
    {
        if (!ports.Any(port => OpenStackMapping.DeviceOf(port) is not null))
        {
            return [.. ports.Select(port => OpenStackMapping.Port(port, null))];
        }

        var servers = await inventory.ServersAsync("", cancellationToken).ConfigureAwait(false);
        var keys = servers.All.ToDictionary(
            server => server.Id, server => servers.KeyOf(server).NativeId, StringComparer.Ordinal);
        return
        [
            .. ports.Select(port => OpenStackMapping.Port(
                port, OpenStackMapping.DeviceOf(port) is { } device ? keys.GetValueOrDefault(device) : null)),
        ];
    }

    private async Task<IReadOnlyList<ResourceObject>> NetworksAsync(CancellationToken cancellationToken)
    {
        var networks = await client.ListAsync(Services.Network, "/v2.0/networks", "networks", cancellationToken)
            .ConfigureAwait(false);
        var subnets = await client.ListAsync(Services.Network, "/v2.0/subnets", "subnets", cancellationToken)
            .ConfigureAwait(false);
        return [.. networks.Select(network => OpenStackMapping.Network(network, subnets))];
    }
}
