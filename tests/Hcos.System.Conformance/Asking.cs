using System.Net;
using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.System.Conformance;

/// <summary>What the tests ask the API again and again.</summary>
public static class Asking
{
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(3);

    /// <summary>The least server there is: its firmware runs and nothing else.</summary>
    public static JsonObject LeastServer(string name) =>
        new() { ["name"] = name, ["vcpus"] = 1, ["memoryBytes"] = 16 << 20 };

    /// <summary>A server of a place's image that is not started.</summary>
    public static JsonObject StoppedServer(string name, IPlace place) => new()
    {
        ["name"] = name,
        ["image"] = place.Image,
        ["vcpus"] = 1,
        ["memoryBytes"] = "128MiB",
        ["environment"] = place.Environment,
        ["start"] = false,
    };

    /// <summary>A wish to have the orphans of an environment removed.</summary>
    public static JsonObject Reap(string environment, int age, bool doubtful = false) => new()
    {
        ["environment"] = environment,
        ["minimumAgeSeconds"] = age,
        ["doubtful"] = doubtful,
    };

    /// <summary>A business system of such servers, healthy when they run; each has a small volume.</summary>
    public static string LeastSystem(string name, int count, string? environment = null) => $$"""
        apiVersion: hcos/v1
        kind: BusinessSystem
        metadata: { name: {{name}} }
        spec:
          components:
            - { name: part, count: {{count}}, size: { vcpus: 1, memory: 16MiB },
                userData: "#!/bin/true"{{In(environment)}} }
        """;

    public static IEnumerable<JsonNode> Items(this JsonNode? list) => list!["items"]!.AsArray().Select(item => item!);

    public static string Word(this JsonNode? node, string member) => node?[member]?.ToString() ?? "";

    /// <summary>Writes, waits, and takes nothing but success.</summary>
    public static async Task<JsonNode> DoneAsync(
        this HcosApi api, string path, JsonObject body, CancellationToken cancellationToken) =>
        Done(await api.PostAsync($"{path}?wait=300", body, cancellationToken));

    /// <summary>Registers an environment and waits until something can be placed there.</summary>
    public static async Task RegisteredAsync(
        this HcosApi api,
        string name,
        string kind,
        string endpoint,
        string access,
        CancellationToken cancellationToken,
        string? credential = null)
    {
        var body = new JsonObject { ["name"] = name, ["kind"] = kind, ["endpoint"] = endpoint, ["access"] = access };
        if (credential is not null) body["credential"] = credential;
        await api.DoneAsync("/v1/environments", body, cancellationToken);
        // Nothing can be placed before the first picture is there.
        var shown = await api.UntilAsync(
            $"/v1/environments/{name}", lab => lab["sweep"] is not null, Soon, cancellationToken);
        await api.UntilAsync(
            "/v1/hosts",
            hosts => hosts.Items().Any(host => host["capacity"] is not null && IsOf(host, shown)),
            Soon,
            cancellationToken);
    }

    /// <summary>The same with a password, which becomes a credential of the environment's name.</summary>
    public static async Task RegisteredAsync(
        this HcosApi api,
        string name,
        string kind,
        string endpoint,
        (string UserName, string Password) account,
        CancellationToken cancellationToken)
    {
        var credential = new JsonObject
        {
            ["name"] = name,
            ["userName"] = account.UserName,
            ["secret"] = account.Password,
        };
        Assert.Equal(201, (int)(await api.PostAsync("/v1/credentials", credential, cancellationToken)).Status);
        await api.RegisteredAsync(name, kind, endpoint, "manage", cancellationToken, name);
    }

    /// <summary>Has orphans removed, and waits until that has ended well.</summary>
    public static async Task ReapedAsync(this HcosApi api, JsonObject reap, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync("/v1/orphans/reap", reap, cancellationToken);
        var ended = await api.UntilAsync(
            $"/v1/operations/{answer.Body.Word("id")}",
            operation => operation.Word("status") == "ended",
            TimeSpan.FromMinutes(10),
            cancellationToken);
        Assert.True(ended.Word("outcome") == "done", ended.ToJsonString());
    }

    private static string In(string? environment) => environment is null ? "" : $", environments: [{environment}]";

    private static bool IsOf(JsonNode host, JsonNode environment) =>
        host.Word("environment") is var place && (place == environment.Word("id") || place == environment.Word("name"));

    /// <summary>Deploys, waits, and takes nothing but success.</summary>
    public static async Task<JsonNode> DeployedAsync(
        this HcosApi api, string manifest, CancellationToken cancellationToken) =>
        Done(await api.PostYamlAsync("/v1/systems?wait=300", manifest, cancellationToken));

    /// <summary>Makes least servers, all at once.</summary>
    public static Task CreateAsync(
        this HcosApi api, IEnumerable<string> names, CancellationToken cancellationToken) =>
        Task.WhenAll(names.Select(name => api.DoneAsync("/v1/servers", LeastServer(name), cancellationToken)));

    public static async Task<JsonNode> ShownAsync(
        this HcosApi api, string path, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(path, cancellationToken);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status} {answer.Body?.ToJsonString()}");
        return answer.Body!;
    }

    /// <summary>The bookmark of now.</summary>
    public static async Task<string> NowAsync(this HcosApi api, CancellationToken cancellationToken) =>
        (await api.GetAsync("/v1/environments", cancellationToken)).Bookmark!;

    private static JsonNode Done(ApiAnswer answer)
    {
        Assert.True(
            answer.Status == HttpStatusCode.OK && answer.Body.Word("outcome") == "done",
            $"{answer.Status}: {answer.Body?.ToJsonString()}");
        return answer.Body!;
    }
}
