using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>The subset of Nova: sizes, hypervisors, limits; servers by <see cref="ServersApi"/>.</summary>
internal sealed class ComputeApi(Cloud cloud, OpenStackEndpointOptions options)
{
    /// <summary>The last microversion that is understood, that of Train.</summary>
    public const int LastMinor = 79;

    private const int WithDescription = 55;
    private const int WithExtraSpecs = 61;
    private const int WithLongIds = 53;

    private readonly ServersApi _servers = new(cloud, options);

    /// <summary>Answers.</summary>
    public ApiAnswer Answer(ApiRequest request) => (request.Method, request.Path) switch
    {
        ("GET", []) => ApiAnswer.Of("version", Version(request)),
        ("GET", ["flavors"]) => List(request, "flavors", cloud.Flavors, one => one.Id, FlavorInShort),
        ("GET", ["flavors", "detail"]) =>
            List(request, "flavors", cloud.Flavors, one => one.Id, one => Flavor(one, request.Minor)),
        ("GET", ["flavors", var id]) => ApiAnswer.Of("flavor", Flavor(FindFlavor(id), request.Minor)),
        ("GET", ["flavors", var id, "os-extra_specs"]) =>
            ApiAnswer.Of("extra_specs", FindFlavor(id) is null ? null : new JsonObject()),
        ("POST", ["flavors"]) => AddFlavor(request),
        ("DELETE", ["flavors", var id]) => RemoveFlavor(request, id),
        ("GET", ["os-hypervisors"] or ["os-hypervisors", "detail"]) => Hypervisors(request),
        ("GET", ["os-hypervisors", var id]) => ApiAnswer.Of("hypervisor", Hypervisor(FindHypervisor(request, id))),
        ("GET", ["limits"]) => Limits(request),
        ("GET", ["os-quota-sets", var project]) => Quota(request, project),
        (_, ["servers", ..]) => _servers.Answer(request),
        _ => throw RefusedException.Missing("The resource could not be found."),
    };

    private static JsonObject Version(ApiRequest request) => new()
    {
        ["id"] = "v2.1",
        ["status"] = "CURRENT",
        ["version"] = $"2.{LastMinor}",
        ["min_version"] = "2.1",
        ["updated"] = "2013-07-23T11:33:21Z",
        ["links"] = new JsonArray(new JsonObject
        {
            ["rel"] = "self",
            ["href"] = new Uri(request.Root, "/compute/v2.1/").AbsoluteUri,
        }),
        ["media-types"] = new JsonArray(),
    };

    private ApiAnswer List<T>(
        ApiRequest request, string name, IEnumerable<T> all, Func<T, string> idOf, Func<T, JsonNode> write)
    {
        var (page, next) = request.Page(all, idOf, options.MostItems, options.MostItems);
        var body = new JsonObject { [name] = JsonReading.Write(page, write) };
        if (next is not null)
        {
            var path = $"/compute/v2.1/{string.Join('/', request.Path)}?{request.QueryFrom(next)}";
            body[$"{name}_links"] = new JsonArray(new JsonObject
            {
                ["rel"] = "next",
                ["href"] = new Uri(request.Root, path).AbsoluteUri,
            });
        }

        return new(200, body);
    }

    private static JsonObject FlavorInShort(Flavor flavor) => new()
    {
        ["id"] = flavor.Id,
        ["name"] = flavor.Name,
        ["links"] = new JsonArray(),
    };

    private static JsonObject Flavor(Flavor flavor, int minor)
    {
        var json = FlavorInShort(flavor);
        json["vcpus"] = flavor.Vcpus;
        json["ram"] = flavor.Mebibytes;
        json["disk"] = flavor.Gibibytes;
        json["swap"] = "";
        json["rxtx_factor"] = 1.0;
        json["OS-FLV-DISABLED:disabled"] = false;
        json["OS-FLV-EXT-DATA:ephemeral"] = 0;
        json["os-flavor-access:is_public"] = true;
        if (minor >= WithDescription) json["description"] = null;
        if (minor >= WithExtraSpecs) json["extra_specs"] = new JsonObject();
        return json;
    }

    private Flavor FindFlavor(string id) => cloud.Flavors.FirstOrDefault(one => one.Id == id)
        ?? throw RefusedException.Missing($"Flavor {id} could not be found.");

    private ApiAnswer AddFlavor(ApiRequest request)
    {
        request.RequireAdmin("os_compute_api:os-flavor-manage:create");
        var wanted = request.Object("flavor");
        var (vcpus, memory) = (wanted.Number("vcpus"), wanted.Number("ram"));
        if (vcpus is < 1 or > int.MaxValue || memory is < 1 or > int.MaxValue)
        {
            throw RefusedException.Invalid("Invalid input for field/attribute vcpus or ram.");
        }

        var made = cloud.AddFlavor(new(
            wanted.Text("id") ?? wanted.Text("flavorid") ?? "",
            wanted.Required("name"),
            (int)vcpus,
            memory,
            Math.Min(wanted.Number("disk"), int.MaxValue)));
        return ApiAnswer.Of("flavor", Flavor(made, request.Minor));
    }

    private ApiAnswer RemoveFlavor(ApiRequest request, string id)
    {
        request.RequireAdmin("os_compute_api:os-flavor-manage:delete");
        return cloud.RemoveFlavor(id)
            ? new(202, null)
            : throw RefusedException.Missing($"Flavor {id} could not be found.");
    }

    private ApiAnswer Hypervisors(ApiRequest request)
    {
        request.RequireAdmin("os_compute_api:os-hypervisors:list-detail");
        if (request.Minor < WithLongIds)
        {
            throw RefusedException.Invalid($"only microversions from 2.{WithLongIds} on are simulated for hypervisors");
        }

        return List(request, "hypervisors", options.Hypervisors, IdOf, Hypervisor);
    }

    private string FindHypervisor(ApiRequest request, string id)
    {
        request.RequireAdmin("os_compute_api:os-hypervisors:show");
        return options.Hypervisors.FirstOrDefault(name => IdOf(name) == id)
            ?? throw RefusedException.Missing($"Hypervisor with ID '{id}' could not be found.");
    }

    /// <summary>The identity of a hypervisor, also as a provider of resources.</summary>
    internal static string IdOf(string hypervisor) => Identities.DashedOf("hypervisor", hypervisor);

    private JsonObject Hypervisor(string name)
    {
        var (vcpus, mebibytes, gibibytes, servers) = cloud.UseOf(name);
        return new()
        {
            ["id"] = IdOf(name),
            ["hypervisor_hostname"] = name,
            ["hypervisor_type"] = "simulated",
            ["hypervisor_version"] = 1,
            ["state"] = "up",
            ["status"] = "enabled",
            ["host_ip"] = "127.0.0.1",
            ["cpu_info"] = new JsonObject { ["arch"] = "x86_64", ["model"] = "simulated", ["vendor"] = "HCOS" },
            ["vcpus"] = options.Processors,
            ["vcpus_used"] = vcpus,
            ["memory_mb"] = options.Mebibytes,
            ["memory_mb_used"] = mebibytes,
            ["free_ram_mb"] = options.Mebibytes - mebibytes,
            ["local_gb"] = options.Gibibytes,
            ["local_gb_used"] = gibibytes,
            ["free_disk_gb"] = options.Gibibytes - gibibytes,
            ["disk_available_least"] = options.Gibibytes - gibibytes,
            ["current_workload"] = 0,
            ["running_vms"] = servers,
            ["service"] = new JsonObject
            {
                ["host"] = name,
                ["id"] = Identities.DashedOf("compute-service", name),
                ["disabled_reason"] = null,
            },
        };
    }

    private ApiAnswer Limits(ApiRequest request)
    {
        var who = request.Who!;
        var (servers, vcpus, mebibytes) = cloud.UseOfProject(who.ProjectId);
        return ApiAnswer.Of("limits", new JsonObject
        {
            ["rate"] = new JsonArray(),
            ["absolute"] = new JsonObject
            {
                ["maxServerMeta"] = 128,
                ["maxTotalInstances"] = who.MostServers,
                ["maxTotalCores"] = who.MostProcessors,
                ["maxTotalRAMSize"] = who.MostMebibytes,
                ["maxTotalKeypairs"] = 100,
                ["maxServerGroups"] = 10,
                ["maxServerGroupMembers"] = 10,
                ["totalInstancesUsed"] = servers,
                ["totalCoresUsed"] = vcpus,
                ["totalRAMUsed"] = mebibytes,
                ["totalServerGroupsUsed"] = 0,
            },
        });
    }

    private ApiAnswer Quota(ApiRequest request, string project)
    {
        if (project != request.Who!.ProjectId) request.RequireAdmin("os_compute_api:os-quota-sets:show");
        var of = cloud.Accounts.FirstOrDefault(one => one.ProjectId == project)
            ?? throw RefusedException.Invalid($"Project ID {project} is not a valid project.");
        return ApiAnswer.Of("quota_set", new JsonObject
        {
            ["id"] = project,
            ["instances"] = of.MostServers,
            ["cores"] = of.MostProcessors,
            ["ram"] = of.MostMebibytes,
            ["metadata_items"] = 128,
            ["key_pairs"] = 100,
            ["server_groups"] = 10,
            ["server_group_members"] = 10,
        });
    }
}
