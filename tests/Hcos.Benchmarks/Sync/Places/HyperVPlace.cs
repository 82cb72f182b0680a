using Hcos.Benchmarks.Measuring;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Cie.Simulators.HyperV;

namespace Hcos.Benchmarks.Sync.Places;

/// <summary>Our own Hyper-V endpoint, which grants subscriptions or does not.</summary>
internal sealed class HyperVPlace : MeasuredPlace
{
    private const string Password = "bench-only";
    private readonly HyperVEndpoint _endpoint;
    private readonly IReadOnlyList<string> _machines;

    private HyperVPlace(HyperVEndpoint endpoint, string path, int servers)
    {
        _endpoint = endpoint;
        Name = $"hyper-v endpoint ({path})";
        Environment = new($"bench-hyperv-{path}", "hyperv", endpoint.Endpoint)
        {
            Account = ("Administrator", Password),
        };
        Servers = [.. Enumerable.Range(1, servers).Select(number => $"{Environment.Name}-{number}")];
        _machines = [.. Servers.Select(endpoint.Outside.Create)];
    }

    public override string Name { get; }

    public override NewEnvironment Environment { get; }

    public override IDriverFactory Drivers { get; } = new HyperVDriverFactory();

    public override IReadOnlyList<string> Servers { get; }

    public override (string Changed, string Before) States => ("running", "stopped");

    /// <summary>Starts one with some machines.</summary>
    /// <param name="grants">Whether it grants subscriptions; if not, it has to be asked again and again.</param>
    /// <param name="servers">How many machines it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HyperVPlace> StartAsync(bool grants, int servers, CancellationToken cancellationToken)
    {
        var options = new HyperVEndpointOptions { Password = Password, GrantsSubscriptions = grants };
        var endpoint = await HyperVEndpoint.StartAsync(options, TimeProvider.System, cancellationToken);
        return new(endpoint, grants ? "events" : "polling", servers);
    }

    public override Task ChangeAsync(int server, bool isBack)
    {
        if (isBack) _endpoint.Outside.TurnOff(_machines[server]);
        else _endpoint.Outside.Start(_machines[server]);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        await base.DisposeAsync();
    }
}
