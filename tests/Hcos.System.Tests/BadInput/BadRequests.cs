namespace Hcos.System.Tests.BadInput;

/// <summary>What people and programs send by mistake or on purpose.</summary>
internal static class BadRequests
{
    private const string Servers = "/v1/servers?wait=300";
    private const string Environments = "/v1/environments?wait=300";
    private const string Systems = "/v1/systems?wait=300";

    public static IEnumerable<BadRequest> All =>
    [
        .. OfEnvironments(),
        .. OfServers(),
        .. OfManifests(),
    ];

    private static IEnumerable<BadRequest> OfEnvironments() =>
    [
        new("unknown kind", Environments, Environment("other", "abacus", "a"), 422, "unknown-kind", "libvirt"),
        new(
            "unreachable endpoint", Environments,
            Environment("other", "libvirt", "qemu+unix:///system?socket=/nonexistent/socket"),
            409, "unreachable", "/nonexistent/socket"),
        new("nonsense endpoint", Environments, Environment("other", "libvirt", "nonsense"), 422, "invalid-endpoint",
            "URI"),
        new(
            "unknown credential", Environments,
            """{"name":"other","kind":"simulated","endpoint":"simulated://other?hosts=1","credential":"nobody"}""",
            403, "denied", "nobody"),
        new(
            "duplicate environment", Environments, Environment("lab", "simulated", "simulated://lab?hosts=1"),
            409, "duplicate-name", "lab"),
    ];

    private static IEnumerable<BadRequest> OfServers() =>
    [
        new("duplicate server", Servers, Server("\"name\":\"taken\""), 409, "name-taken", "taken"),
        new("missing image", Servers, Server("\"name\":\"new\",\"image\":\"none\""), 409, "image-missing",
            "hcos-guest"),
        new("missing network", Servers, Server("\"name\":\"new\",\"network\":\"none\""), 409, "network-missing",
            "default"),
        new("10,000 vcpus", Servers, """{"name":"new","vcpus":10000}""", 400, "invalid-value", "1024"),
        new("more vcpus than there are", Servers, """{"name":"new","vcpus":1000}""", 409, "no-candidate", "vcpus"),
        new("negative memory", Servers, """{"name":"new","memoryBytes":-1}""", 400, "invalid-value", "memoryBytes"),
        new("negative disk", Servers, """{"name":"new","diskBytes":-1}""", 400, "invalid-value", "diskBytes"),
        new("more memory than fits a number", Servers, """{"name":"new","memoryBytes":1e30}""", 400, "invalid-value",
            "memoryBytes"),
        new("shell characters", Servers, """{"name":"a;touch /tmp/x $(reboot)"}""", 400, "invalid-name",
            "cannot be a name"),
        new("a path as a name", Servers, """{"name":"../../etc/passwd"}""", 400, "invalid-name", "cannot be a name"),
        new("name of 10,000 characters", Servers, $$"""{"name":"{{new string('a', 10_000)}}"}""", 400, "invalid-value",
            "name"),
        new("text for a number", Servers, """{"name":"new","vcpus":"one"}""", 400, "invalid-value", "vcpus"),
        new("no name", Servers, "{}", 400, "missing-member", "name"),
        new("unknown member", Servers, """{"name":"new","surprise":1}""", 400, "unknown-member", "surprise"),
        new("half an object", Servers, """{"name":"new" """, 400, "malformed-body", "line 1"),
        new("no object", Servers, "[]", 400, "malformed-body", "object"),
        new("a member twice", Servers, """{"name":"new","name":"new"}""", 400, "malformed-body", "JSON"),
        new("server that is not there", "/v1/servers/nobody/start", "{}", 404, "not-found", "nobody"),
        new("count of nothing", "/v1/systems/nobody/scale", "{}", 404, "not-found", "nobody"),
    ];

    private static IEnumerable<BadRequest> OfManifests() =>
    [
        new(
            "count that is no number", Systems, Manifest("- { name: a,\n        count: many }"),
            400, "invalid-manifest", "line 7: spec.components[0].count"),
        new("unknown field", Systems, Manifest("- { name: a, colour: red }"), 400, "invalid-manifest",
            "components[0].colour"),
        new("no component", Systems, Manifest("[]"), 400, "invalid-manifest", "spec.components"),
        new("a circle", Systems, Manifest("- { name: a, dependsOn: [a] }"), 400, "invalid-manifest", "dependsOn"),
        new("not YAML", Systems, "apiVersion: hcos/v1\nkind: [\n", 400, "invalid-manifest", "line 3"),
        new("empty manifest", Systems, "", 400, "invalid-manifest", ""),
    ];

    private static string Environment(string name, string kind, string endpoint) =>
        $$"""{"name":"{{name}}","kind":"{{kind}}","endpoint":"{{endpoint}}"}""";

    private static string Server(string members) => $$"""{{{members}},"vcpus":1,"memoryBytes":16777216}""";

    private static string Manifest(string components) => $"""
        apiVersion: hcos/v1
        kind: BusinessSystem
        metadata: {"{"} name: bad {"}"}
        spec:
          components:
            {components}
        """;
}
