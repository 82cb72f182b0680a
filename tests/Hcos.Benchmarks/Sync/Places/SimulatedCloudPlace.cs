using Hcos.Benchmarks.Measuring;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Cie.Simulators.OpenStack;

namespace Hcos.Benchmarks.Sync.Places;

/// <summary>Our own OpenStack endpoint, which has no broker.</summary>
internal sealed class SimulatedCloudPlace : MeasuredPlace
{
    private const string Password = "bench-only";
    private readonly OpenStackEndpoint _endpoint;
    private readonly IReadOnlyList<string> _machines;

    private SimulatedCloudPlace(OpenStackEndpoint endpoint, int servers)
    {
        _endpoint = endpoint;
        Environment = new("bench-openstack", "openstack", endpoint.Endpoint) { Account = ("admin", Password) };
        Servers = [.. Enumerable.Range(1, servers).Select(number => $"{Environment.Name}-{number}")];
        _machines = [.. Servers.Select(name => endpoint.Outside.Create(name, null))];
    }

    public override string Name => "openstack endpoint (polling)";

    public override NewEnvironment Environment { get; }

    public override IDriverFactory Drivers { get; } = new OpenStackDriverFactory();

    public override IReadOnlyList<string> Servers { get; }

    public override (string Changed, string Before) States => ("running", "stopped");

    /// <summary>Starts one with some servers.</summary>
    public static async Task<SimulatedCloudPlace> StartAsync(int servers, CancellationToken cancellationToken) => new(
        await OpenStackEndpoint.StartAsync(new() { Password = Password }, TimeProvider.System, cancellationToken),
        servers);

    public override Task ChangeAsync(int server, bool isBack)
    {
        if (isBack) _endpoint.Outside.Stop(_machines[server]);
        else _endpoint.Outside.Start(_machines[server]);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        await base.DisposeAsync();
    }
}
