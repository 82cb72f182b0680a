using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>A simulated Hyper-V host as a process, and somebody else who works on it.</summary>
internal sealed class HyperVHost : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hcos-hyper-v-");
    private readonly Process _process;
    private readonly HttpClient _outside = new(new SocketsHttpHandler { UseProxy = false });

    private HyperVHost() => _process = Process.Start(new ProcessStartInfo(
        "dotnet", [Repository.HostProgram, "simulate", "hyper-v", "--data", _data.FullName, "--port", "0"])
    {
        RedirectStandardOutput = true,
    })!;

    /// <summary>Where WS-Management is.</summary>
    public string Endpoint => File.ReadAllText(In("address"));

    /// <summary>Its password.</summary>
    public string Password => File.ReadAllLines(In("credential"))[1];

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<HyperVHost> StartAsync(CancellationToken cancellationToken)
    {
        var host = new HyperVHost();
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
        JsonNode.Parse(await _outside.GetStringAsync("machines", cancellationToken))!.AsArray()
            .Select(machine => $"{machine.Word("name")} {machine.Word("state")}").Order(StringComparer.Ordinal));

    /// <summary>Somebody takes a machine's power away.</summary>
    public async Task TurnOffAsync(string machine, CancellationToken cancellationToken)
    {
        using var answer = await _outside.PostAsync($"machines/{machine}/turn-off", null, cancellationToken);
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

    private string In(string name) => Path.Combine(_data.FullName, "hyper-v", name);
}
