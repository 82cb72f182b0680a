using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Looks whether all that a server needs is there, before anything is changed.</summary>
internal sealed class OpenStackNeeds(OpenStackClient client, OpenStackInventory inventory)
{
    /// <summary>What the server needs.</summary>
    /// <exception cref="DriverException">Something is missing, taken or impossible.</exception>
    public async Task<ServerNeeds> FindAsync(ResourceSpec spec, CancellationToken cancellationToken)
    {
        var server = spec.Server!;
        await CheckNameAsync(spec, cancellationToken).ConfigureAwait(false);
        var image = await ImageAsync(server, cancellationToken).ConfigureAwait(false);
        return new(
            image,
            server.Network is { } network
                ? await NetworkAsync(network, cancellationToken).ConfigureAwait(false)
                : null,
            server.Host is { } host ? await HypervisorAsync(host, cancellationToken).ConfigureAwait(false) : null,
            new(
                server.Vcpus,
                OpenStackMapping.Mebibytes(server.MemoryBytes),
                OpenStackMapping.Gibibytes(Math.Max(server.DiskBytes, OpenStackMapping.CapacityOf(image)))));
    }

    // Nova takes the name for a regular expression; ours have nothing in them that means something to one.
    private async Task CheckNameAsync(ResourceSpec spec, CancellationToken cancellationToken)
    {
        var named = await inventory
            .ServersAsync($"&name={Uri.EscapeDataString($"^{spec.Name}$")}", cancellationToken).ConfigureAwait(false);
        if (named.All.Any(server => server.Name == spec.Name && server.Mark?.Id != spec.Id.Value))
        {
            throw new DriverException(DriverFailure.Conflict, $"another server has the name '{spec.Name}'");
        }
    }

    private async Task<JsonElement> ImageAsync(ServerSpec server, CancellationToken cancellationToken)
    {
        var images = await inventory
            .ImagesAsync($"&status=active&name={Uri.EscapeDataString(server.Image!)}", cancellationToken)
            .ConfigureAwait(false);
        // Several may have the name: the newest, as OpenStack's own tools do it.
        var image = images
            .OrderByDescending(one => one.Text("created_at"), StringComparer.Ordinal)
            .ThenBy(one => one.Text("id"), StringComparer.Ordinal)
            .FirstOrDefault();
        if (image.ValueKind != JsonValueKind.Object)
        {
            throw new DriverException(DriverFailure.Missing, $"there is no image '{server.Image}'");
        }

        return OpenStackMapping.CapacityOf(image) is var least && server.DiskBytes > 0 && server.DiskBytes < least
            ? throw new DriverException(
                DriverFailure.Invalid,
                $"a disk of {server.DiskBytes} bytes is smaller than the image '{server.Image}' of {least}")
            : image;
    }

    private async Task<string> NetworkAsync(string name, CancellationToken cancellationToken)
    {
        var networks = await client.ListAsync(
            Services.Network, $"/v2.0/networks?name={Uri.EscapeDataString(name)}", "networks", cancellationToken)
            .ConfigureAwait(false);
        return networks switch
        {
            [] => throw new DriverException(DriverFailure.Missing, $"there is no network '{name}'"),
            [var one] => one.Required("id"),
            _ => throw new DriverException(DriverFailure.Conflict, $"several networks have the name '{name}'"),
        };
    }

    private async Task<string?> HypervisorAsync(string host, CancellationToken cancellationToken)
    {
        var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
        if (!catalogue.IsAdmin && host == catalogue.ProjectId) return null;
        var view = await inventory.ViewAsync(cancellationToken).ConfigureAwait(false);
        return view.HypervisorName(host)
            ?? throw new DriverException(DriverFailure.Missing, $"there is no host '{host}'");
    }
}
