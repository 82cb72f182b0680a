using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>Servers as Nova shows them, by microversion and by who asks.</summary>
internal sealed class ServerView(Cloud cloud)
{
    /// <summary>Identity, name and links.</summary>
    public static JsonObject InShort(Instance instance, Uri root) => new()
    {
        ["id"] = instance.Id,
        ["name"] = instance.Name,
        ["links"] = Links(instance, root),
    };

    /// <summary>What a create answers.</summary>
    public static JsonObject Made(Instance instance, Uri root) => new()
    {
        ["id"] = instance.Id,
        ["links"] = Links(instance, root),
        ["OS-DCF:diskConfig"] = "MANUAL",
        ["security_groups"] = new JsonArray(new JsonObject { ["name"] = "default" }),
    };

    /// <summary>All that is shown.</summary>
    public JsonObject Whole(Instance instance, ApiRequest request)
    {
        var json = InShort(instance, request.Root);
        json["status"] = instance.Status;
        json["tenant_id"] = instance.ProjectId;
        json["user_id"] = instance.UserId;
        json["metadata"] = JsonReading.Write(instance.Metadata);
        json["hostId"] = instance.Hypervisor is { } host ? Identities.Of(instance.ProjectId, host) : "";
        json["image"] = new JsonObject { ["id"] = instance.ImageId, ["links"] = new JsonArray() };
        json["flavor"] = Flavor(instance.Flavor, request.Minor);
        json["created"] = JsonReading.Second(instance.Created);
        json["updated"] = JsonReading.Second(instance.Updated);
        json["addresses"] = Addresses(instance);
        json["accessIPv4"] = "";
        json["accessIPv6"] = "";
        json["OS-DCF:diskConfig"] = "MANUAL";
        json["OS-EXT-AZ:availability_zone"] = instance.Hypervisor is null ? "" : "nova";
        json["config_drive"] = "";
        json["key_name"] = null;
        json["OS-SRV-USG:launched_at"] =
            instance.LaunchedAt is { } launched ? JsonReading.Microsecond(launched) : null;
        json["OS-SRV-USG:terminated_at"] = instance.GoneAt is { } gone ? JsonReading.Microsecond(gone) : null;
        json["OS-EXT-STS:vm_state"] = instance.VmState;
        json["OS-EXT-STS:task_state"] = instance.TaskState;
        json["OS-EXT-STS:power_state"] = instance.Power;
        json["os-extended-volumes:volumes_attached"] = new JsonArray();
        json["progress"] = 0;
        json["security_groups"] = new JsonArray(new JsonObject { ["name"] = "default" });
        if (request.Who!.IsAdmin) AddHost(json, instance, request.Minor);
        AddByVersion(json, instance, request.Minor);
        if (instance.Fault is { } fault && instance.VmState is VmStates.Error or VmStates.Deleted)
        {
            json["fault"] = new JsonObject
            {
                ["code"] = 500,
                ["created"] = JsonReading.Second(instance.Updated),
                ["message"] = fault,
            };
        }

        return json;
    }

    private static JsonArray Links(Instance instance, Uri root) => new(new JsonObject
    {
        ["rel"] = "self",
        ["href"] = new Uri(root, $"/compute/v2.1/servers/{instance.Id}").AbsoluteUri,
    });

    private static JsonObject Flavor(Flavor flavor, int minor)
    {
        if (minor < 47) return new() { ["id"] = flavor.Id, ["links"] = new JsonArray() };
        return new()
        {
            ["original_name"] = flavor.Name,
            ["vcpus"] = flavor.Vcpus,
            ["ram"] = flavor.Mebibytes,
            ["disk"] = flavor.Gibibytes,
            ["ephemeral"] = 0,
            ["swap"] = 0,
            ["extra_specs"] = new JsonObject(),
        };
    }

    private JsonObject Addresses(Instance instance)
    {
        var addresses = new JsonObject();
        foreach (var port in cloud.PortsOf(instance.Id))
        {
            var network = cloud.Networks.First(one => one.Id == port.NetworkId).Name;
            if (addresses[network] is not JsonArray there) addresses[network] = there = [];
            there.Add(new JsonObject
            {
                ["addr"] = cloud.AddressOf(port),
                ["version"] = 4,
                ["OS-EXT-IPS:type"] = "fixed",
                ["OS-EXT-IPS-MAC:mac_addr"] = port.HardwareAddress,
            });
        }

        return addresses;
    }

    private static void AddHost(JsonObject json, Instance instance, int minor)
    {
        json["OS-EXT-SRV-ATTR:host"] = instance.Hypervisor;
        json["OS-EXT-SRV-ATTR:hypervisor_hostname"] = instance.Hypervisor;
        json["OS-EXT-SRV-ATTR:instance_name"] = string.Create(
            CultureInfo.InvariantCulture, $"instance-{instance.Number:x8}");
        if (minor < 3) return;
        json["OS-EXT-SRV-ATTR:hostname"] = instance.Name;
        json["OS-EXT-SRV-ATTR:launch_index"] = 0;
        json["OS-EXT-SRV-ATTR:root_device_name"] = "/dev/vda";
        json["OS-EXT-SRV-ATTR:user_data"] = instance.UserData;
        if (minor >= 16) json["host_status"] = instance.Hypervisor is null ? "" : "UP";
    }

    private static void AddByVersion(JsonObject json, Instance instance, int minor)
    {
        if (minor >= 9) json["locked"] = false;
        if (minor >= 19) json["description"] = instance.Description;
        if (minor >= 26) json["tags"] = JsonReading.Write(instance.Tags, tag => tag);
        if (minor >= 63) json["trusted_image_certificates"] = null;
        if (minor >= 73) json["locked_reason"] = null;
    }
}
