using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Places;

/// <summary>An endpoint of our own, registered while the test lasts.</summary>
internal sealed class SimulatedPlace : IPlace
{
    private readonly HcosApi _api;
    private readonly SimulatedInfrastructure _infrastructure;

    private SimulatedPlace(HcosApi api, SimulatedInfrastructure infrastructure, string environment) =>
        (_api, _infrastructure, Environment) = (api, infrastructure, environment);

    public string Environment { get; }

    public string Image => "hcos-guest";

    public static async Task<IPlace> HyperVAsync(HcosApi api, CancellationToken cancellationToken) => await new
        SimulatedPlace(api, await SimulatedInfrastructure.HyperVAsync(cancellationToken), "hyper-v")
        .RegisterAsync("hyperv", cancellationToken);

    public static async Task<IPlace> OpenStackAsync(HcosApi api, CancellationToken cancellationToken) => await new
        SimulatedPlace(api, await SimulatedInfrastructure.OpenStackAsync(cancellationToken), "openstack-simulated")
        .RegisterAsync("openstack", cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> ServersAsync(CancellationToken cancellationToken) =>
        (await _infrastructure.MachinesAsync(cancellationToken))
            .Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => words[1] switch
            {
                "active" => "running",
                "stopped" => "off",
                "saved" => "suspended",
                var same => same,
            });

    public Task MakeAsync(string name, Guid? madeFor, CancellationToken cancellationToken) =>
        _infrastructure.MakeAsync(
            name, madeFor is { } server ? new() { ["hcos-server"] = $"{server}" } : [], cancellationToken);

    /// <summary>Somebody makes a server with a guest and starts it; the answer is where the guest answers.</summary>
    public async Task<string> RunAsync(string name, CancellationToken cancellationToken)
    {
        await _infrastructure.MakeAsync(name, [], cancellationToken, "hcos-guest");
        await _infrastructure.ChangeAsync(name, "start", cancellationToken);
        var machine = await Until.AsWantedAsync(
            stop => _infrastructure.MachineAsync(name, stop),
            shown => shown["address"] is not null,
            Asking.Soon,
            cancellationToken);
        return machine.Word("address");
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DeleteAsync($"/v1/environments/{Environment}?wait=300", CancellationToken.None);
        await _infrastructure.DisposeAsync();
    }

    private async Task<IPlace> RegisterAsync(string kind, CancellationToken cancellationToken)
    {
        try
        {
            await _api.RegisteredAsync(
                Environment, kind, _infrastructure.Endpoint, _infrastructure.Account, cancellationToken);
            return this;
        }
        catch
        {
            await _infrastructure.DisposeAsync();
            throw;
        }
    }
}
