using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>The subset of Placement: what hypervisors have, what of that is taken, who has something left.</summary>
internal sealed class PlacementApi(Cloud cloud, OpenStackEndpointOptions options)
{
    private const int LastMinor = 39;
    private const int WithTrees = 29;

    /// <summary>Answers.</summary>
    /// <param name="request">Who asks, and for what.</param>
    /// <param name="version">The version that was asked for, as the header has it.</param>
    public ApiAnswer Answer(ApiRequest request, string version)
    {
        if (!options.HasPlacement) throw RefusedException.Missing("The resource could not be found.");
        if (request is { Method: "GET", Path: [] }) return ApiAnswer.Of("versions", new JsonArray(Version()));
        if (!request.Who!.Roles.Contains(options.PlacementRole)) throw RefusedException.Policy("placement");
        return (request.Method, request.Path) switch
        {
            ("GET", ["resource_providers"]) => ApiAnswer.Of(
                "resource_providers", JsonReading.Write(Named(request.Query["name"].ToString()), Provider)),
            ("GET", ["resource_providers", var id]) => new(200, Provider(Find(id))),
            ("GET", ["resource_providers", var id, "inventories"]) => Part(id, "inventories", Inventories()),
            ("GET", ["resource_providers", var id, "usages"]) => Part(id, "usages", Usages(Find(id))),
            ("GET", ["allocation_candidates"]) when Minor(version) >= WithTrees => Candidates(request),
            ("GET", ["allocation_candidates"]) => throw RefusedException.Invalid(
                $"only microversions from 1.{WithTrees} on are simulated for allocation candidates"),
            _ => throw RefusedException.Missing("The resource could not be found."),
        };
    }

    /// <summary>An error as Placement writes it.</summary>
    public static JsonObject Error(RefusedException refused) => new()
    {
        ["status"] = refused.Status,
        ["title"] = refused.Type,
        ["detail"] = refused.Message,
        ["request_id"] = $"req-{Identities.DashedOf("request", "placement")}",
    };

    private static JsonObject Version() => new()
    {
        ["id"] = "v1.0",
        ["status"] = "CURRENT",
        ["min_version"] = "1.0",
        ["max_version"] = $"1.{LastMinor}",
        ["links"] = new JsonArray(),
    };

    // Who names no version gets the first.
    private static int Minor(string version) =>
        version.Split(' ', '.') is ["placement", "1", var text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? minor
            : 0;

    private IEnumerable<string> Named(string name) =>
        options.Hypervisors.Where(hypervisor => name.Length == 0 || hypervisor == name);

    private string Find(string id) => options.Hypervisors.FirstOrDefault(name => ComputeApi.IdOf(name) == id)
        ?? throw RefusedException.Missing($"No resource provider with uuid {id} found");

    private static JsonObject Provider(string name) => new()
    {
        ["uuid"] = ComputeApi.IdOf(name),
        ["name"] = name,
        ["generation"] = 1,
        ["parent_provider_uuid"] = null,
        ["root_provider_uuid"] = ComputeApi.IdOf(name),
        ["links"] = new JsonArray(),
    };

    private ApiAnswer Part(string id, string part, JsonObject found)
    {
        Find(id);
        return new(200, new JsonObject { ["resource_provider_generation"] = 1, [part] = found });
    }

    private JsonObject Inventories() => new()
    {
        ["VCPU"] = Inventory(options.Processors, 0, options.ProcessorRatio),
        ["MEMORY_MB"] = Inventory(options.Mebibytes, options.ReservedMebibytes, options.MemoryRatio),
        ["DISK_GB"] = Inventory(options.Gibibytes, 0, 1),
    };

    private static JsonObject Inventory(long total, long reserved, double ratio) => new()
    {
        ["total"] = total,
        ["reserved"] = reserved,
        ["min_unit"] = 1,
        ["max_unit"] = total,
        ["step_size"] = 1,
        ["allocation_ratio"] = ratio,
    };

    private JsonObject Usages(string name)
    {
        var (vcpus, mebibytes, gibibytes, _) = cloud.UseOf(name);
        return new() { ["VCPU"] = vcpus, ["MEMORY_MB"] = mebibytes, ["DISK_GB"] = gibibytes };
    }

    private ApiAnswer Candidates(ApiRequest request)
    {
        var wanted = request.Query["resources"].ToString().Split(',')
            .Select(one => one.Split(':'))
            .ToDictionary(
                one => one[0],
                one => one is [_, var text]
                    && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
                    ? amount
                    : throw RefusedException.Invalid("Badly formed resources parameter."));
        var summaries = options.Hypervisors
            .Select(name => (Name: name, Summary: Summary(name)))
            .Where(one => wanted.All(asked => HasLeft(one.Summary["resources"]?[asked.Key], asked.Value)))
            .ToList();
        return new(200, new JsonObject
        {
            ["allocation_requests"] = JsonReading.Write(summaries, one => new JsonObject
            {
                ["allocations"] = new JsonObject
                {
                    [ComputeApi.IdOf(one.Name)] = new JsonObject
                    {
                        ["resources"] = new JsonObject(wanted.Select(
                            asked => KeyValuePair.Create(asked.Key, (JsonNode?)asked.Value))),
                    },
                },
            }),
            ["provider_summaries"] = new JsonObject(summaries.Select(
                one => KeyValuePair.Create(ComputeApi.IdOf(one.Name), (JsonNode?)one.Summary))),
        });
    }

    private static bool HasLeft(JsonNode? found, long amount) =>
        found is not null && (long)found["capacity"]! - (long)found["used"]! >= amount;

    private JsonObject Summary(string name)
    {
        var (vcpus, mebibytes, gibibytes, _) = cloud.UseOf(name);
        var has = cloud.Capacity;
        return new()
        {
            ["resources"] = new JsonObject
            {
                ["VCPU"] = new JsonObject { ["capacity"] = has.Vcpus, ["used"] = (long)vcpus },
                ["MEMORY_MB"] = new JsonObject { ["capacity"] = has.Mebibytes, ["used"] = mebibytes },
                ["DISK_GB"] = new JsonObject { ["capacity"] = has.Gibibytes, ["used"] = gibibytes },
            },
            ["traits"] = new JsonArray(),
            ["parent_provider_uuid"] = null,
            ["root_provider_uuid"] = ComputeApi.IdOf(name),
        };
    }
}
