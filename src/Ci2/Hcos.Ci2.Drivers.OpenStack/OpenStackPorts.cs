using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// A server's port, made before the server and named from its id. Its hardware address follows from the id too, so that
/// Neutron has it once; Nova gives a port to one server only, and a create whose port is gone is refused.
/// </summary>
internal sealed class OpenStackPorts(OpenStackClient client)
{
    /// <summary>All ports that are named from a server's id.</summary>
    public Task<IReadOnlyList<JsonElement>> ListAsync(Guid id, CancellationToken cancellationToken) =>
        client.ListAsync(Services.Network, $"/v2.0/ports?name={ServerMark.Tag(id)}", "ports", cancellationToken);

    /// <summary>
    /// The port that another create may be given as well, or null: where there is but one, one server at the most comes
    /// of all creates.
    /// </summary>
    public static string? Reusable(IReadOnlyList<JsonElement> ports, string networkId) =>
        ports is [var one] && one.Text("network_id") == networkId ? one.Required("id") : null;

    /// <summary>Makes a port in a network; answers Neutron's id of it.</summary>
    public async Task<string> MakeAsync(Guid id, string networkId, CancellationToken cancellationToken)
    {
        var port = new JsonObject { ["network_id"] = networkId, ["name"] = ServerMark.Tag(id) };
        try
        {
            return await CreateAsync(port, HardwareAddress(id), cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException refused) when (refused.Failure == DriverFailure.Denied)
        {
            // A tenant may not choose addresses in a network that others own.
            return await CreateAsync(port, null, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException taken) when (taken.Failure == DriverFailure.Conflict)
        {
            var there = await ListAsync(id, cancellationToken).ConfigureAwait(false);
            if (Reusable(there, networkId) is { } made) return made;
            throw;
        }
    }

    /// <summary>Removes ports.</summary>
    public async Task RemoveAsync(IReadOnlyList<JsonElement> ports, CancellationToken cancellationToken)
    {
        foreach (var port in ports)
        {
            await client.TryDeleteAsync(Services.Network, $"/v2.0/ports/{port.Required("id")}", cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>An address that nobody's hardware has, in Neutron's notation.</summary>
    internal static string HardwareAddress(Guid id)
    {
        var hash = SHA256.HashData(id.ToByteArray(bigEndian: true));
        return $"02:{string.Join(':', hash.Take(5).Select(part => part.ToString("x2", null)))}";
    }

    private async Task<string> CreateAsync(JsonObject port, string? address, CancellationToken cancellationToken)
    {
        var wanted = (JsonObject)port.DeepClone();
        if (address is not null) wanted["mac_address"] = address;
        var reply = await client.ChangeAsync(
            HttpMethod.Post, Services.Network, "/v2.0/ports", new JsonObject { ["port"] = wanted }, cancellationToken)
            .ConfigureAwait(false);
        return (Json.Parse(reply.Body).Member("port") ?? throw OpenStackErrors.Odd("no port")).Required("id");
    }
}
