using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// Sizes of servers, which OpenStack keeps as flavors. One that fits exactly is used; an administrator makes one that
/// is lacking, named from its sizes, and it stays.
/// </summary>
internal sealed class OpenStackFlavors(OpenStackClient client)
{
    /// <summary>The identity of the flavor, or null when there is none yet and one may be made.</summary>
    /// <exception cref="DriverException">Invalid: no such server can be.</exception>
    public async Task<string?> FindAsync(FlavorSizes sizes, CancellationToken cancellationToken)
    {
        var flavors = await client.ListAsync(
            Services.Compute, "/flavors/detail?limit=1000", "flavors", cancellationToken).ConfigureAwait(false);
        var fitting = flavors.Where(sizes.Fits).Select(flavor => flavor.Required("id"))
            .Order(StringComparer.Ordinal).FirstOrDefault();
        if (fitting is not null) return fitting;
        var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
        if (!catalogue.IsAdmin)
        {
            throw new DriverException(
                DriverFailure.Invalid, $"OpenStack has no flavor of {sizes}, and only an administrator can make one");
        }

        var hypervisors = await client.ListAsync(
            Services.Compute, "/os-hypervisors/detail?limit=1000", "hypervisors", cancellationToken)
            .ConfigureAwait(false);
        return hypervisors.Any(one => one.Number("vcpus") >= sizes.Vcpus && one.Number("memory_mb") >= sizes.Mebibytes)
            ? null
            : throw new DriverException(DriverFailure.Invalid, $"no hypervisor is as large as {sizes}");
    }

    /// <summary>Makes a flavor; one that is there already is as good.</summary>
    public async Task<string> MakeAsync(FlavorSizes sizes, CancellationToken cancellationToken)
    {
        var flavor = new JsonObject
        {
            ["id"] = sizes.Name,
            ["name"] = sizes.Name,
            ["vcpus"] = sizes.Vcpus,
            ["ram"] = sizes.Mebibytes,
            ["disk"] = sizes.Gibibytes,
        };
        try
        {
            await client.ChangeAsync(
                HttpMethod.Post,
                Services.Compute,
                "/flavors",
                new JsonObject { ["flavor"] = flavor },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException there) when (there.Failure == DriverFailure.Conflict)
        {
            // Another call made it meanwhile.
        }

        return sizes.Name;
    }
}
