using System.Text.Json.Nodes;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>Neutron's listings: filtered by what is shown, and paged. Pure.</summary>
internal static class NetworkListing
{
    /// <summary>A page of a listing.</summary>
    /// <param name="request">Who asks, and for what.</param>
    /// <param name="name">Neutron's word for the items.</param>
    /// <param name="all">All that is seen by who asks.</param>
    /// <param name="write">How one is shown.</param>
    public static ApiAnswer Of<T>(ApiRequest request, string name, IEnumerable<T> all, Func<T, JsonObject> write)
    {
        string[] filters = ["id", "name", "network_id", "device_id", "mac_address", "project_id", "tenant_id"];
        var items = all.Select(write).Where(one => Array.TrueForAll(filters, filter =>
            request.Query[filter] is not { Count: > 0 } wanted
            || wanted.Contains($"{one[filter]}", StringComparer.OrdinalIgnoreCase)));
        var (page, next) = request.Page(items, one => $"{one["id"]}", int.MaxValue, int.MaxValue);
        var body = new JsonObject { [name] = JsonReading.Write(page, one => one) };
        if (next is not null)
        {
            body[$"{name}_links"] = new JsonArray(new JsonObject
            {
                ["rel"] = "next",
                ["href"] = new Uri(
                    request.Root, $"/network/v2.0/{request.Path[0]}?{request.QueryFrom(next)}").AbsoluteUri,
            });
        }

        return new(200, body);
    }
}
