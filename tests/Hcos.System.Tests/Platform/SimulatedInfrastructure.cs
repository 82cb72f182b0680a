using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>A simulated Hyper-V host or OpenStack as a process, and somebody else who works on it.</summary>
internal sealed class SimulatedInfrastructure : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hcos-simulated-");
    private readonly Process _process;
    private readonly HttpClient _outside = new(new SocketsHttpHandler { UseProxy = false });

    private readonly string _kind;
    private readonly string _collection;

    private SimulatedInfrastructure(string kind, string collection)
    {
        (_kind, _collection) = (kind, collection);
        _process = Process.Start(new ProcessStartInfo(
            "dotnet", [Repository.HostProgram, "simulate", kind, "--data", _data.FullName, "--port", "0"])
        {
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>What an environment is registered with.</summary>
    public string Endpoint => File.ReadAllText(In("address"));

    /// <summary>Its account.</summary>
    public (string UserName, string Password) Account =>
        File.ReadAllLines(In("credential")) is [var userName, var password, ..] ? (userName, password) : default;

    /// <summary>Starts a Hyper-V host and waits until it listens.</summary>
    public static Task<SimulatedInfrastructure> HyperVAsync(CancellationToken cancellationToken) =>
        StartAsync(new("hyper-v", "machines"), cancellationToken);

    /// <summary>Starts an OpenStack and waits until it listens.</summary>
    public static Task<SimulatedInfrastructure> OpenStackAsync(CancellationToken cancellationToken) =>
        StartAsync(new("openstack", "servers"), cancellationToken);

    private static async Task<SimulatedInfrastructure> StartAsync(
        SimulatedInfrastructure host, CancellationToken cancellationToken)
    {
        await Until.AsWantedAsync(
            _ => Task.FromResult(File.Exists(host.In("address")) ? host.Endpoint : ""),
            address => address.Length > 0,
            Asking.Soon,
            cancellationToken);
        var token = await File.ReadAllTextAsync(host.In("control-token"), cancellationToken);
        host._outside.BaseAddress = new Uri(new Uri(host.Endpoint), "/");
        host._outside.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return host;
    }

    /// <summary>Names and states of its machines.</summary>
    public async Task<string> MachinesAsync(CancellationToken cancellationToken) => string.Join(
        ", ",
        JsonNode.Parse(await _outside.GetStringAsync(_collection, cancellationToken))!.AsArray()
            .Select(machine => $"{machine.Word("name")} {machine.Word("state")}").Order(StringComparer.Ordinal));

    /// <summary>A machine as its endpoint shows it to whoever has it before him.</summary>
    public async Task<JsonNode> MachineAsync(string name, CancellationToken cancellationToken) =>
        JsonNode.Parse(await _outside.GetStringAsync($"{_collection}/{name}", cancellationToken))!;

    /// <summary>Somebody changes what a machine does.</summary>
    public async Task ChangeAsync(string machine, string change, CancellationToken cancellationToken)
    {
        using var answer = await _outside.PostAsync($"{_collection}/{machine}/{change}", null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Somebody makes a machine, notes something down at it, and does not start it.</summary>
    public async Task MakeAsync(
        string name, JsonObject notes, CancellationToken cancellationToken, string? image = null)
    {
        var wanted = new JsonObject { ["name"] = name, ["notes"] = notes, ["image"] = image };
        using var body = new StringContent(wanted.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _outside.PostAsync(_collection, body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _outside.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private string In(string name) => Path.Combine(_data.FullName, _kind, name);
}
