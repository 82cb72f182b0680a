using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Ci2.Drivers.Tests.OpenStack;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Mapping;

/// <summary>
/// From OpenStack to the object and back, on what a real one answered with secrets written into it: the typed core
/// reads back from the native description, and no secret is kept.
/// </summary>
public sealed class OpenStackRoundTripTests
{
    /// <summary>Members that hold what people wrote, or what a platform tells only who made a thing.</summary>
    private static readonly Gen<KeyValuePair<string, string>> Secret =
        from secret in Planted.Secret
        from login in Planted.Login
        from isLogin in Gen.Elements(true, false)
        from name in Gen.Elements(
            "adminPass", "OS-EXT-SRV-ATTR:user_data", "user_data", "description", "key_name", "password", "auth_url",
            "token", "vnc_password", "locked_reason", "OS-DCF:diskConfig", "accessIPv4", "connection_info",
            "os_admin_user", "direct_url", "locations", "servers", "tags")
        select KeyValuePair.Create(name, isLogin ? login : secret);

    private static readonly JsonElement[] Subnets = Recorded.Items("subnets", "subnets");
    private static readonly JsonElement[] Images = Recorded.Items("images", "images");

    private static readonly (string Reply, string Member, Func<JsonElement, ResourceObject?> Map)[] Replies =
    [
        ("servers-active", "servers", Server),
        ("servers-paused", "servers", Server),
        ("servers-suspended", "servers", Server),
        ("servers-active", "servers", Root),
        ("hypervisors", "hypervisors", OpenStackMapping.Host),
        ("hypervisors", "hypervisors", OpenStackMapping.LocalPool),
        ("hypervisors", "hypervisors", one => OpenStackMapping.Host(WithFigures(one))),
        ("hypervisors", "hypervisors", one => OpenStackMapping.LocalPool(WithFigures(one))),
        ("volumes", "volumes", OpenStackMapping.Volume),
        ("images", "images", OpenStackMapping.Image),
        ("networks", "networks", network => OpenStackMapping.Network(network, Subnets)),
        ("flavors", "flavors", OpenStackMapping.Flavor),
        ("documented-ports", "ports", port => OpenStackMapping.Port(port, OpenStackMapping.DeviceOf(port))),
        ("documented-floatingips", "floatingips", OpenStackMapping.FloatingAddress),
        ("documented-security-groups", "security_groups", OpenStackMapping.SecurityGroup),
        ("limits", "limits", limits => OpenStackMapping.Project(
            Recorded.Catalogue(), limits.Member("absolute") ?? limits)),
    ];

    [Fact]
    public void What_is_shown_reads_back_the_same_and_without_secrets()
    {
        foreach (var (reply, member, map) in Replies)
        {
            var items = Items(reply, member);
            Assert.NotEmpty(items);
            var written =
                from item in Gen.Elements(items)
                from secrets in Gen.ListOf(Secret, 6)
                select With(item, secrets);
            Planted.Holds(written, json => map(json) is not { } shown
                || Planted.IsKept(shown, map(Parse(JsonNode.Parse(shown.Native!.Text)!))!));
        }
    }

    [Fact]
    public void What_is_on_the_list_of_what_is_shown_is_shown_whole()
    {
        foreach (var (reply, member, map) in Replies)
        {
            foreach (var item in Items(reply, member))
            {
                if (map(item) is not { } shown) continue;
                foreach (var (name, value) in JsonNode.Parse(shown.Native!.Text)!.AsObject())
                {
                    if (name is "known" or "flavor" or "image" or "metadata" or "cpu_info" or "volume_image_metadata"
                        or "security_group_rules" or "placement")
                    {
                        continue;
                    }

                    var told = (item.Member("absolute") ?? item).Member(name);
                    Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(told!.Value.GetRawText())), name);
                }
            }
        }
    }

    private static JsonElement[] Items(string reply, string member) =>
        Recorded.Json(reply).Member(member) is { ValueKind: JsonValueKind.Object } one
            ? [one]
            : Recorded.Items(reply, member);

    private static ResourceObject Server(JsonElement json)
    {
        var server = new NovaServer(json);
        return OpenStackMapping.Server(new(ResourceKind.Server, server.Id), server, Recorded.View());
    }

    private static ResourceObject? Root(JsonElement json)
    {
        var server = new NovaServer(json);
        return OpenStackMapping.Root(new(ResourceKind.Server, server.Id), server, Recorded.View(), Images);
    }

    private static JsonElement WithFigures(JsonElement hypervisor)
    {
        if (hypervisor.Member(PlacementFigures.Member) is not null) return hypervisor;
        var inventories = Json.Parse(
            """
            {"VCPU": {"total": 24, "reserved": 1, "allocation_ratio": 16.0},
             "MEMORY_MB": {"total": 5825, "reserved": 512, "allocation_ratio": 1.5},
             "DISK_GB": {"total": 80, "reserved": 0, "allocation_ratio": 1.0}}
            """u8.ToArray());
        return PlacementFigures.OfInventories(inventories, Json.Parse("""{"DISK_GB": 5}"""u8.ToArray()))
            .AddedTo(hypervisor);
    }

    private static JsonElement With(JsonElement item, IEnumerable<KeyValuePair<string, string>> secrets)
    {
        var written = JsonNode.Parse(item.GetRawText())!.AsObject();
        foreach (var (name, secret) in secrets) written[name] = secret;
        if (written["metadata"] is JsonObject metadata) metadata["any"] = Planted.Mark;
        return Parse(written);
    }

    private static JsonElement Parse(JsonNode json) => Json.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
