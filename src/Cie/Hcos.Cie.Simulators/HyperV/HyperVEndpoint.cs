using System.Security.Cryptography.X509Certificates;
using Hcos.Cie.Simulators.Control;
using Hcos.Cie.Simulators.Guests;
using Hcos.Cie.Simulators.HyperV.Host;
using Hcos.Cie.Simulators.HyperV.Protocol;
using Hcos.Cie.Simulators.Wire;
using Microsoft.AspNetCore.Builder;

namespace Hcos.Cie.Simulators.HyperV;

/// <summary>
/// A Hyper-V host that speaks WS-Management on loopback. It is what we know of the protocol; that a driver gets on
/// with it says nothing about a real host.
/// </summary>
public sealed class HyperVEndpoint : ISimulator
{
    private static readonly ControlHelp Help = new(
        "A simulated Hyper-V host. WS-Management:",
        "/wsman",
        "machines",
        """makes one that is off: {"name": "x"}; "image": "hcos-guest" gives it a system, "notes": {"a": "b"} a line""",
        "the last part of an action",
        "Pull");

    private readonly WebApplication _application;
    private readonly IUpkeep? _upkeep;
    private readonly GuestNetwork? _network;
    private readonly WsManRequests _requests;

    private HyperVEndpoint(
        WebApplication application,
        HyperVHost host,
        WsManRequests requests,
        Mischief mischief,
        IUpkeep? upkeep,
        GuestNetwork? network)
    {
        (_application, _requests, _upkeep, _network) = (application, requests, upkeep, network);
        Outside = new(host);
        Mischief = mischief;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(LoopbackServer.AddressOf(_application), "/wsman");

    /// <summary>Somebody else who changes things on the host.</summary>
    public HyperVOutside Outside { get; }

    /// <summary>What is to go wrong.</summary>
    public Mischief Mischief { get; }

    /// <summary>How many subscriptions there are that have not ended.</summary>
    public int Subscriptions => _requests.Subscriptions;

    /// <inheritdoc/>
    public string Endpoint => Address.AbsoluteUri;

    /// <inheritdoc/>
    public Task Upkeep => _upkeep?.Running ?? Task.CompletedTask;

    /// <summary>The account gets another password; the one before is refused at once.</summary>
    public void ChangePassword(string password) => _requests.ChangePassword(password);

    /// <summary>Starts one over plain http.</summary>
    /// <param name="options">What the host is like.</param>
    /// <param name="time">The clock of transitions and jobs.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<HyperVEndpoint> StartAsync(
        HyperVEndpointOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        StartAsync(options, null, time, cancellationToken);

    /// <summary>Starts one.</summary>
    /// <param name="options">What the host is like.</param>
    /// <param name="certificate">The host's certificate with its key, for https; null for plain http.</param>
    /// <param name="time">The clock of transitions and jobs.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<HyperVEndpoint> StartAsync(
        HyperVEndpointOptions options,
        X509Certificate2? certificate,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var application = LoopbackServer.Build(options.Port, options.LargestRequest, certificate);
        var (host, upkeep, network) = Prepare(options, time);
        var mischief = new Mischief();
        var requests = new WsManRequests(new WsManService(host, options, time), mischief, options, time);
        application.MapFallback(context => requests.HandleAsync(context, context.RequestAborted));
        var endpoint = new HyperVEndpoint(application, host, requests, mischief, upkeep, network);
        if (options.ControlToken is { } token)
        {
            new ControlApi(endpoint.Outside, mischief, Help, token).Map(application);
        }

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

    private static (HyperVHost Host, IUpkeep? Upkeep, GuestNetwork? Network) Prepare(
        HyperVEndpointOptions options, TimeProvider time)
    {
        if (options.Folder is not { } folder) return (new(options, time, 0, null), null, null);
        var file = new MemoryFile<HostMemory>(Path.Combine(folder, "host.json"));
        var memory = file.Read();
        GuestProcess.RequirePrograms();
        var network = GuestNetwork.Take(options.GuestPort, memory?.Block ?? 0);
        var host = new HyperVHost(options, time, network.Block, memory);
        var upkeep = new Upkeep<HostMemory>(host, new(folder, options.GuestPort), file, time);
        return (host, upkeep, network);
    }

    /// <summary>Stops listening; guests end, and what is kept of the host is written.</summary>
    public async ValueTask DisposeAsync()
    {
        Mischief.Drop();
        await LoopbackServer.StopAsync(_application, new(canceled: true)).ConfigureAwait(false);
        if (_upkeep is not null) await _upkeep.DisposeAsync().ConfigureAwait(false);
        _network?.Dispose();
    }
}
