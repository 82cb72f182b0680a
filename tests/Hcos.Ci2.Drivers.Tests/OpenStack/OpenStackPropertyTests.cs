using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>From the provider to the object and back: whatever Nova may say, nothing that is shown is lost.</summary>
public sealed class OpenStackPropertyTests
{
    private static readonly string[] VmStates =
        ["active", "building", "paused", "suspended", "stopped", "error", "rescued", "resized", "shelved", "odd"];

    [Fact]
    public void A_server_that_is_read_back_from_its_object_is_the_same_server()
    {
        var servers =
            from vmState in Gen.Elements(VmStates)
            from task in Gen.Elements("powering-off", "spawning", null)
            from power in Gen.Choose(-1, 9)
            from vcpus in Gen.Choose(0, 512)
            from memory in Gen.Choose(0, 4_000_000)
            from disk in Gen.Choose(0, 10_000)
            from name in ArbMap.Default.GeneratorFor<NonNull<string>>()
            from networks in Gen.ListOf(Gen.Elements("a", "b net", "ü"), 2)
            select Server(vmState, task, power, vcpus, memory, disk, name.Get, [.. networks.Distinct()]);
        Check.QuickThrowOnFailure(Prop.ForAll(servers.ToArbitrary(), IsKept));
    }

    private static bool IsKept(JsonObject json)
    {
        var server = new NovaServer(Json.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString())));
        var shown = OpenStackMapping.Server(new(ResourceKind.Server, server.Id), server, Recorded.View());
        var native = JsonNode.Parse(shown.Native!.Text)!.AsObject();
        var again = new NovaServer(Json.Parse(System.Text.Encoding.UTF8.GetBytes(native.ToJsonString())));
        var flavor = json["flavor"]!;
        return again.State == server.State
            && again.Id == server.Id && again.Name == server.Name && shown.Name == server.Name
            && shown.State == server.State.State
            && shown.Server!.Vcpus == flavor["vcpus"]!.GetValue<int>()
            && shown.Server.MemoryBytes == flavor["ram"]!.GetValue<long>() << 20
            && JsonNode.DeepEquals(native["addresses"], json["addresses"])
            && JsonNode.DeepEquals(native["flavor"]!["disk"], flavor["disk"])
            && shown.Server.Networks.Count == json["addresses"]!.AsObject().Count
            && !JsonSerializer.Serialize(shown).Contains("planted", StringComparison.Ordinal);
    }

    private static JsonObject Server(
        string vmState, string? task, int power, int vcpus, long memory, int disk, string name, string[] networks) =>
        new()
        {
            ["id"] = "11111111-0000-4000-8000-000000000001",
            ["name"] = name,
            ["updated"] = "T",
            ["metadata"] = new JsonObject { ["any"] = "planted" },
            ["adminPass"] = "planted",
            ["OS-EXT-SRV-ATTR:user_data"] = "planted",
            ["description"] = "planted",
            ["key_name"] = "planted",
            ["OS-EXT-STS:vm_state"] = vmState,
            ["OS-EXT-STS:task_state"] = task,
            ["OS-EXT-STS:power_state"] = power,
            ["flavor"] = new JsonObject { ["vcpus"] = vcpus, ["ram"] = memory, ["disk"] = disk },
            ["addresses"] = new JsonObject(networks.Select(network => KeyValuePair.Create<string, JsonNode?>(
                network, new JsonArray(new JsonObject { ["addr"] = "10.0.0.1" })))),
        };
}
