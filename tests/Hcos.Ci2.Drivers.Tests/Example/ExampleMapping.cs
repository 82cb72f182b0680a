using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Example;

/// <summary>Native to resource object and back. Pure.</summary>
internal static class ExampleMapping
{
    /// <summary>The members that are shown: user data, and whatever else people write, may hold secrets.</summary>
    private static readonly string[] Shown =
        ["id", "name", "madeFor", "vcpus", "memoryBytes", "diskBytes", "image", "network", "host", "volumes"];

    public static EnvironmentStatus Status(JsonElement about) =>
        new(Text(about, "id")!, $"example {Text(about, "version")}", "all");

    public static ResourceObject Resource(ResourceKind kind, JsonElement native)
    {
        var seen = new ResourceObject(
            new(kind, Text(native, "id")!),
            Text(native, "name")!,
            kind == ResourceKind.Server ? ResourceState.Stopped : ResourceState.Running)
        {
            Native = new("example-json", Redacted(native)),
            MadeFor = Guid.TryParse(Text(native, "madeFor"), out var id) ? new ResourceId(id) : null,
        };
        var bytes = Number(native, "diskBytes");
        return kind switch
        {
            ResourceKind.Host => seen with
            {
                Host = new((int)Number(native, "vcpus"), Number(native, "memoryBytes"), "x86_64", "example 1"),
            },
            ResourceKind.Server => seen with { Server = Server(native) },
            ResourceKind.Volume => seen with { Volume = new(bytes, bytes, "disks", "raw", Text(native, "image")) },
            ResourceKind.Image => seen with { Image = new(bytes, bytes, "raw") },
            _ => seen with { Network = new(Cidr: null) },
        };
    }

    /// <summary>What the platform is asked for. What surely cannot be is refused without asking.</summary>
    public static JsonObject Native(ResourceSpec spec) =>
        spec.Server is { Vcpus: > 0, MemoryBytes: > 0, DiskBytes: >= 0 } server && ResourceNames.IsValid(spec.Name)
            ? new()
            {
                ["name"] = spec.Name,
                ["madeFor"] = spec.Id.ToString(),
                ["vcpus"] = server.Vcpus,
                ["memoryBytes"] = server.MemoryBytes,
                ["diskBytes"] = server.DiskBytes,
                ["image"] = server.Image,
                ["network"] = server.Network,
                ["host"] = server.Host,
                ["userData"] = server.UserData,
            }
            : throw new DriverException(DriverFailure.Invalid, $"sizes are positive, a name is {ResourceNames.Rule}");

    private static ServerFacts Server(JsonElement native) => new(
        (int)Number(native, "vcpus"),
        Number(native, "memoryBytes"),
        Text(native, "host"),
        [],
        [.. native.GetProperty("volumes").EnumerateArray().Select(volume => volume.GetString()!)],
        Text(native, "network") is { } network ? [network] : []);

    private static string Redacted(JsonElement native) => new JsonObject(native.EnumerateObject()
        .Where(member => Shown.Contains(member.Name))
        .Select(member => KeyValuePair.Create(member.Name, JsonNode.Parse(member.Value.GetRawText())))).ToJsonString();

    private static string? Text(JsonElement native, string name) =>
        native.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(JsonElement native, string name) =>
        native.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
