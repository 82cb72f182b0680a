using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>Which servers a listing shows, and in which order.</summary>
internal static class ServerListing
{
    private static readonly FrozenDictionary<string, Func<IReadOnlyList<string>, string[], bool>> TagFilters =
        new Dictionary<string, Func<IReadOnlyList<string>, string[], bool>>
        {
            ["tags"] = (has, wanted) => wanted.All(has.Contains),
            ["tags-any"] = (has, wanted) => wanted.Any(has.Contains),
            ["not-tags"] = (has, wanted) => !wanted.All(has.Contains),
            ["not-tags-any"] = (has, wanted) => !wanted.Any(has.Contains),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The servers, the youngest first.</summary>
    public static IEnumerable<Instance> Of(Cloud cloud, ApiRequest request)
    {
        var who = request.Who!;
        var everybody = request.IsSet("all_tenants");
        if (everybody) request.RequireAdmin("os_compute_api:servers:index:get_all_tenants");
        var found = cloud.Instances.Where(one => everybody || one.ProjectId == who.ProjectId);
        found = request.Instant("changes-since") is { } since
            ? found.Where(one => one.Updated >= since)
            : found.Where(one => one.IsGone == request.IsSet("deleted"));
        return Filtered(found, request)
            .OrderByDescending(one => one.Created).ThenByDescending(one => one.Id, StringComparer.Ordinal);
    }

    private static IEnumerable<Instance> Filtered(IEnumerable<Instance> found, ApiRequest request)
    {
        if (request.Query["name"].ToString() is { Length: > 0 } name)
        {
            var pattern = Pattern(name);
            found = found.Where(one => pattern.IsMatch(one.Name));
        }

        foreach (var (filter, holds) in TagFilters)
        {
            if (request.Query[filter].ToString() is not { Length: > 0 } tags) continue;
            var wanted = tags.Split(',');
            found = found.Where(one => holds(one.Tags, wanted));
        }

        foreach (var (filter, value) in new (string, Func<Instance, string?>)[]
        {
            ("status", one => one.Status), ("image", one => one.ImageId), ("flavor", one => one.Flavor.Id),
            ("host", one => one.Hypervisor), ("vm_state", one => one.VmState), ("uuid", one => one.Id),
        })
        {
            var wanted = request.Query[filter];
            if (wanted.Count > 0)
            {
                found = found.Where(one => wanted.Contains(value(one), StringComparer.OrdinalIgnoreCase));
            }
        }

        return found;
    }

    // The database that Nova asks takes the name for a regular expression.
    private static Regex Pattern(string name)
    {
        try
        {
            return new(name, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw RefusedException.Invalid($"Invalid input for query parameters name. Value: {name}.");
        }
    }
}
