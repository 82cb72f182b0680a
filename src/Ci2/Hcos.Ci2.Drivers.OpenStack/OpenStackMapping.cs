using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>OpenStack's objects as resource objects. Pure.</summary>
internal static partial class OpenStackMapping
{
    private const int MebibyteBits = 20;
    private const int GibibyteBits = 30;

    /// <summary>What a project without a quota is shown with: processors.</summary>
    private const int ManyVcpus = 1_000_000;

    /// <summary>What a project without a quota is shown with: bytes.</summary>
    private const long ManyBytes = 1L << 50;

    private static readonly string[] HostShown =
    [
        "id", "hypervisor_hostname", "state", "status", "hypervisor_type", "hypervisor_version", "host_ip", "vcpus",
        "memory_mb", "local_gb",
    ];

    private static readonly string[] LimitsShown = ["maxTotalInstances", "maxTotalCores", "maxTotalRAMSize"];

    private static readonly string[] ImageShown =
    [
        "id", "name", "status", "disk_format", "container_format", "visibility", "size", "virtual_size", "min_disk",
        "min_ram", "checksum", "owner", "created_at", "updated_at",
    ];

    /// <summary>Who answered, with which version and rights.</summary>
    public static EnvironmentStatus Status(Catalogue catalogue, JsonElement nova, OpenStackAddress address) => new(
        $"{catalogue.IdOf(Services.Compute)}/{address.Region ?? "-"}/{catalogue.ProjectId}",
        $"OpenStack Nova {nova.Member("version")?.Text("version") ?? "?"}",
        $"project {catalogue.ProjectName} as {catalogue.UserName} ({string.Join(", ", catalogue.Roles)})");

    /// <summary>A hypervisor.</summary>
    public static ResourceObject Host(JsonElement hypervisor) => new(
        new(ResourceKind.Host, hypervisor.Required("id")),
        hypervisor.Required("hypervisor_hostname"),
        HostState(hypervisor))
    {
        Host = new(
            (int)Figure(hypervisor, PlacementFigures.Processors, "vcpus"),
            Figure(hypervisor, PlacementFigures.Memory, "memory_mb") << MebibyteBits,
            hypervisor.Member("cpu_info")?.Text("arch") ?? "unknown",
            $"{hypervisor.Text("hypervisor_type")} {hypervisor.Number("hypervisor_version")}"),
        Native = WithFigures(
            With(Native("nova-hypervisor-json", hypervisor, HostShown), "cpu_info", hypervisor, "arch"),
            hypervisor,
            ["capacity"],
            PlacementFigures.Processors,
            PlacementFigures.Memory),
    };

    /// <summary>A tenant sees no hypervisors: its project is the one host, with the quota as capacity.</summary>
    public static ResourceObject Project(Catalogue catalogue, JsonElement limits) => new(
        new(ResourceKind.Host, catalogue.ProjectId), catalogue.ProjectName, ResourceState.Running)
    {
        Host = new(
            limits.Number("maxTotalCores") is { } cores and >= 0 ? (int)Math.Min(cores, ManyVcpus) : ManyVcpus,
            limits.Number("maxTotalRAMSize") is { } memory and >= 0 and <= ManyBytes >> MebibyteBits
                ? memory << MebibyteBits
                : ManyBytes,
            "unknown",
            "OpenStack project"),
        Native = Native("nova-limits-json", limits, LimitsShown),
    };

    /// <summary>The local disk of a hypervisor, where servers' root disks are.</summary>
    public static ResourceObject LocalPool(JsonElement hypervisor)
    {
        var id = hypervisor.Required("id");
        // Where disks are shared, Placement keeps them elsewhere.
        var (capacity, free) = PlacementFigures.CapacityIn(hypervisor, PlacementFigures.Disk) is { } disk
            ? (disk, disk - (PlacementFigures.UsedIn(hypervisor, PlacementFigures.Disk) ?? 0))
            : (hypervisor.Number("local_gb") ?? 0, hypervisor.Number("free_disk_gb") ?? 0);
        return new(new(ResourceKind.StoragePool, PoolId(id)), PoolName(hypervisor), HostState(hypervisor))
        {
            StoragePool = new(Bytes(capacity), Bytes(Math.Max(0, free)), id),
            Native = WithFigures(
                Native("nova-hypervisor-json", hypervisor, [.. HostShown, "free_disk_gb"]),
                hypervisor,
                ["capacity", "used"],
                PlacementFigures.Disk),
        };
    }

    /// <summary>The same for a tenant: Nova has no quota for root disks.</summary>
    public static ResourceObject ProjectPool(Catalogue catalogue, JsonElement limits) => new(
        new(ResourceKind.StoragePool, PoolId(catalogue.ProjectId)), PoolName(catalogue), ResourceState.Running)
    {
        StoragePool = new(ManyBytes, ManyBytes, catalogue.ProjectId),
        Native = Native("nova-limits-json", limits, LimitsShown),
    };

    /// <summary>An image.</summary>
    public static ResourceObject Image(JsonElement image) => new(
        new(ResourceKind.Image, image.Required("id")), NameOf(image), ImageState(image))
    {
        Image = new(
            CapacityOf(image), Math.Max(0, image.Number("size") ?? 0), image.Text("disk_format") ?? "unknown"),
        Native = Native("glance-image-json", image, ImageShown),
    };

    /// <summary>The smallest disk that can be made from an image, in bytes.</summary>
    public static long CapacityOf(JsonElement image) => Math.Max(
        (image.Number("min_disk") ?? 0) << GibibyteBits, image.Number("virtual_size") ?? image.Number("size") ?? 0);

    /// <summary>Bytes in whole GiB, as flavors count disks; at least one.</summary>
    public static long Gibibytes(long bytes) => Math.Max(1, (bytes + (1L << GibibyteBits) - 1) >> GibibyteBits);

    /// <summary>GiB in bytes.</summary>
    public static long Bytes(long gibibytes) => gibibytes << GibibyteBits;

    /// <summary>Bytes in whole MiB, as flavors count memory.</summary>
    public static long Mebibytes(long bytes) => (bytes + (1L << MebibyteBits) - 1) >> MebibyteBits;

    /// <summary>By Placement where it knows the hypervisor, 0 of what it does not have then; else by Nova.</summary>
    private static long Figure(JsonElement hypervisor, string name, string novas) =>
        hypervisor.Member(PlacementFigures.Member) is null
            ? hypervisor.Number(novas) ?? 0
            : PlacementFigures.CapacityIn(hypervisor, name) ?? 0;

    private static ResourceState HostState(JsonElement hypervisor) =>
        (hypervisor.Text("state"), hypervisor.Text("status")) switch
        {
            ("up", "enabled") => ResourceState.Running,
            ("up", _) => ResourceState.Stopped,
            _ => ResourceState.Unknown,
        };

    private static ResourceState ImageState(JsonElement image) => image.Text("status") switch
    {
        "active" => ResourceState.Running,
        "queued" or "saving" or "importing" or "uploading" => ResourceState.Provisioning,
        "deactivated" => ResourceState.Stopped,
        "pending_delete" => ResourceState.Deleting,
        "deleted" => ResourceState.Deleted,
        "killed" => ResourceState.Error,
        _ => ResourceState.Unknown,
    };

    // Names may be empty everywhere in OpenStack.
    private static string NameOf(JsonElement found) =>
        found.Text("name") is { Length: > 0 } name ? name : found.Required("id");

    private static string PoolId(string host) => $"local/{host}";

    private static string PoolName(JsonElement hypervisor) => $"local-{hypervisor.Required("hypervisor_hostname")}";

    private static string PoolName(Catalogue catalogue) => $"local-{catalogue.ProjectName}";

    private static NativePart Native(string format, JsonElement found, IEnumerable<string> shown)
    {
        var native = new JsonObject();
        foreach (var name in shown)
        {
            if (found.Member(name) is { } value) native[name] = JsonNode.Parse(value.GetRawText());
        }

        return new(format, native.ToJsonString());
    }

    /// <summary>The same with what Placement says of some classes.</summary>
    private static NativePart WithFigures(
        NativePart native, JsonElement hypervisor, string[] figures, params string[] classes)
    {
        if (hypervisor.Member(PlacementFigures.Member) is not { } placement) return native;
        var all = JsonNode.Parse(native.Text)!.AsObject();
        var shown = new JsonObject();
        foreach (var name in classes)
        {
            if (placement.Member(name) is not { } one) continue;
            shown[name] = JsonNode.Parse(Native("", one, figures).Text);
        }

        all[PlacementFigures.Member] = shown;
        return native with { Text = all.ToJsonString() };
    }

    /// <summary>The same with some members of a member that has others too, which are not shown.</summary>
    private static NativePart With(NativePart native, string name, JsonElement found, params string[] shown)
    {
        if (found.Member(name) is not { ValueKind: JsonValueKind.Object } whole) return native;
        var part = JsonNode.Parse(Native(native.Format, whole, shown).Text)!.AsObject();
        if (part.Count == 0) return native;
        var all = JsonNode.Parse(native.Text)!.AsObject();
        all[name] = part;
        return native with { Text = all.ToJsonString() };
    }
}
