using Hcos.Cie.Simulators.Control;
using Hcos.Cie.Simulators.Guests;
using Hcos.Cie.Simulators.OpenStack.Api;
using Hcos.Cie.Simulators.OpenStack.Clouds;
using Hcos.Cie.Simulators.Wire;
using Microsoft.AspNetCore.Builder;

namespace Hcos.Cie.Simulators.OpenStack;

/// <summary>
/// A subset of Keystone, Nova, Glance, Neutron and Cinder on loopback. It is what we know of the documented interfaces:
/// that a driver gets on with it proves nothing about OpenStack.
/// </summary>
public sealed class OpenStackEndpoint : ISimulator
{
    private static readonly ControlHelp Help = new(
        "A simulated OpenStack. It proves nothing about a real one. Keystone:",
        "/identity/v3",
        "servers",
        """makes one that is stopped: {"name": "x"}; with "image": "hcos-guest" it answers HTTP; "notes": {"a": "b"}""",
        "a method and a path without identities, the action in its place",
        "POST servers/os-stop");

    private readonly WebApplication _application;
    private readonly OpenStackEndpointOptions _options;
    private readonly IUpkeep? _upkeep;
    private readonly GuestNetwork? _network;

    private OpenStackEndpoint(
        WebApplication application,
        OpenStackEndpointOptions options,
        OpenStackOutside outside,
        Mischief mischief,
        IUpkeep? upkeep,
        GuestNetwork? network)
    {
        (_application, _options, _upkeep, _network) = (application, options, upkeep, network);
        (Outside, Mischief) = (outside, mischief);
    }

    /// <summary>Where Keystone is.</summary>
    public Uri Identity => new(LoopbackServer.AddressOf(_application), "/identity/v3");

    /// <inheritdoc/>
    public string Endpoint => $"{Identity}?project={Uri.EscapeDataString(_options.Project)}"
        + $"&region={Uri.EscapeDataString(_options.Region)}";

    /// <summary>Somebody else who changes things in the cloud.</summary>
    public OpenStackOutside Outside { get; }

    /// <summary>What is to go wrong.</summary>
    public Mischief Mischief { get; }

    /// <inheritdoc/>
    public Task Upkeep => _upkeep?.Running ?? Task.CompletedTask;

    /// <summary>Starts one.</summary>
    /// <param name="options">What the cloud is like.</param>
    /// <param name="time">The clock of transitions and tokens.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<OpenStackEndpoint> StartAsync(
        OpenStackEndpointOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var application = LoopbackServer.Build(options.Port, options.LargestRequest, null);
        var (cloud, upkeep, network) = Prepare(options, time);
        var mischief = new Mischief();
        var requests = new OpenStackRequests(cloud, mischief, options, time);
        var outside = new OpenStackOutside(cloud, requests.ForgetTokens, requests.ChangePassword);
        application.MapFallback(context => requests.HandleAsync(context, context.RequestAborted));
        if (options.ControlToken is { } token) new ControlApi(outside, mischief, Help, token).Map(application);
        var endpoint = new OpenStackEndpoint(application, options, outside, mischief, upkeep, network);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            await endpoint.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        upkeep?.Start();
        return endpoint;
    }

    /// <summary>Stops listening; guests end, and what is kept of the cloud is written.</summary>
    public async ValueTask DisposeAsync()
    {
        Mischief.Drop();
        await LoopbackServer.StopAsync(_application, new(canceled: true)).ConfigureAwait(false);
        if (_upkeep is not null) await _upkeep.DisposeAsync().ConfigureAwait(false);
        _network?.Dispose();
    }

    private static (Cloud Cloud, IUpkeep? Upkeep, GuestNetwork? Network) Prepare(
        OpenStackEndpointOptions options, TimeProvider time)
    {
        if (options.Folder is not { } folder) return (new(options, time, 0, null), null, null);
        var file = new MemoryFile<CloudMemory>(Path.Combine(folder, "cloud.json"));
        var memory = file.Read();
        GuestProcess.RequirePrograms();
        var network = GuestNetwork.Take(options.GuestPort, memory?.Block ?? 0);
        var cloud = new Cloud(options, time, network.Block, memory);
        return (cloud, new Upkeep<CloudMemory>(cloud, new(folder, options.GuestPort), file, time), network);
    }
}
