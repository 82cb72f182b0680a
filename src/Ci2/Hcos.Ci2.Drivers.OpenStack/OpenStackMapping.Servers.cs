using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Servers and disks, and what of them is shown. Pure.</summary>
internal static partial class OpenStackMapping
{
    private const string RootPrefix = "root/";

    /// <summary>
    /// The members of a server that are shown. User data, metadata, descriptions, keys and whatever else people write
    /// may hold secrets, and a create's answer holds a password.
    /// </summary>
    private static readonly string[] ServerShown =
    [
        "id", "name", "status", "tenant_id", "user_id", "hostId", "created", "updated", "addresses", "locked",
        "config_drive", "OS-EXT-AZ:availability_zone", "OS-EXT-SRV-ATTR:host", "OS-EXT-SRV-ATTR:hypervisor_hostname",
        "OS-EXT-SRV-ATTR:instance_name", "OS-EXT-STS:vm_state", "OS-EXT-STS:task_state", "OS-EXT-STS:power_state",
        "os-extended-volumes:volumes_attached",
    ];

    private static readonly string[] FlavorShown = ["original_name", "vcpus", "ram", "disk", "ephemeral", "swap"];

    private static readonly string[] VolumeShown =
    [
        "id", "name", "status", "size", "volume_type", "bootable", "encrypted", "availability_zone",
        "os-vol-host-attr:host", "os-vol-tenant-attr:tenant_id", "created_at",
    ];

    /// <summary>A server.</summary>
    /// <param name="key">What it is called.</param>
    /// <param name="server">What Nova says of it.</param>
    /// <param name="view">What there is to know of the cloud.</param>
    /// <param name="snapshots">The images that were made of it; null where nobody asked.</param>
    public static ResourceObject Server(
        ResourceKey key, NovaServer server, OpenStackView view, IEnumerable<JsonElement>? snapshots = null)
    {
        var flavor = server.Json.Member("flavor") ?? throw OpenStackErrors.Odd("a server without a flavor");
        var state = server.Mark is { IsMaking: true } && server.State.State is not ResourceState.Error
            ? ResourceState.Provisioning
            : server.State.State;
        return new(key, server.Name, state)
        {
            Server = new(
                (int)(flavor.Number("vcpus") ?? 0),
                (flavor.Number("ram") ?? 0) << MebibyteBits,
                view.HostOf(server),
                Addresses(server),
                [.. RootOf(key, server), .. Attached(server)],
                [.. Networks(server).Select(network => network.Name)])
            {
                Snapshots = snapshots is null ? null : SnapshotMark.Facts(snapshots),
            },
            MadeFor = server.Mark is { } mark ? new ResourceId(mark.Id) : null,
            Native = ServerNative(server, flavor),
        };
    }

    /// <summary>
    /// The disk that Nova makes of a server's image on the hypervisor. It has no identity of its own: it comes and goes
    /// with the server.
    /// </summary>
    public static ResourceObject? Root(
        ResourceKey serverKey, NovaServer server, OpenStackView view, IReadOnlyList<JsonElement> images)
    {
        if (RootOf(serverKey, server).FirstOrDefault() is not { } id) return null;
        var image = server.Json.Member("image")!.Value.Text("id");
        var flavor = server.Json.Member("flavor") ?? throw OpenStackErrors.Odd("a server without a flavor");
        return new(new(ResourceKind.Volume, id), $"{server.Name}-root", ResourceState.Running)
        {
            Volume = new(
                (flavor.Number("disk") ?? 0) << GibibyteBits,
                0,
                view.PoolOf(server) is { } pool ? $"local-{pool}" : "local",
                "unknown",
                images.FirstOrDefault(one => one.Text("id") == image).Text("name")),
            Native = ServerNative(server, flavor),
        };
    }

    /// <summary>The server's native id in a root disk's, or null.</summary>
    public static string? ServerOfRoot(string volumeId) =>
        volumeId.StartsWith(RootPrefix, StringComparison.Ordinal) ? volumeId[RootPrefix.Length..] : null;

    /// <summary>A volume of Cinder.</summary>
    public static ResourceObject Volume(JsonElement volume)
    {
        var bytes = (volume.Number("size") ?? 0) << GibibyteBits;
        return new(new(ResourceKind.Volume, volume.Required("id")), NameOf(volume), VolumeState(volume))
        {
            Volume = new(
                bytes,
                bytes,
                volume.Text("os-vol-host-attr:host") ?? volume.Text("volume_type") ?? "cinder",
                "unknown",
                volume.Member("volume_image_metadata")?.Text("image_name")),
            Native = With(
                Native("cinder-volume-json", volume, VolumeShown), "volume_image_metadata", volume, "image_name"),
        };
    }

    private static IEnumerable<string> RootOf(ResourceKey key, NovaServer server) =>
        server.Json.Member("image") is { ValueKind: JsonValueKind.Object } ? [$"{RootPrefix}{key.NativeId}"] : [];

    private static IEnumerable<string> Attached(NovaServer server) =>
        server.Json.Items("os-extended-volumes:volumes_attached").Select(volume => volume.Required("id"));

    private static IEnumerable<JsonProperty> Networks(NovaServer server) =>
        server.Json.Member("addresses") is { ValueKind: JsonValueKind.Object } addresses
            ? addresses.EnumerateObject().OrderBy(network => network.Name, StringComparer.Ordinal)
            : [];

    private static string[] Addresses(NovaServer server) =>
        GuestAddresses.Of(Networks(server)
            .SelectMany(network => network.Value.ValueKind == JsonValueKind.Array
                ? network.Value.EnumerateArray().Select(address => address.Text("addr"))
                : []));

    private static ResourceState VolumeState(JsonElement volume) => volume.Text("status") switch
    {
        "creating" or "downloading" => ResourceState.Provisioning,
        "deleting" => ResourceState.Deleting,
        { } status when status.StartsWith("error", StringComparison.Ordinal) => ResourceState.Error,
        null => ResourceState.Unknown,
        _ => ResourceState.Running,
    };

    private static NativePart ServerNative(NovaServer server, JsonElement flavor)
    {
        var native = (JsonObject)JsonNode.Parse(Native("nova-server-json", server.Json, ServerShown).Text)!;
        native["flavor"] = JsonNode.Parse(Native("nova-flavor-json", flavor, FlavorShown).Text);
        native["known"] = $"as Nova knew it at {server.Updated}";
        var shown = With(new("nova-server-json", native.ToJsonString()), "image", server.Json, "id");
        // Of the metadata only our own mark: the rest is other people's.
        return With(shown, "metadata", server.Json, ServerMark.Key, ServerMark.MakingKey);
    }
}
