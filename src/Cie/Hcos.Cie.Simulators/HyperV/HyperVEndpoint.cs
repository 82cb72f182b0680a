using System.Net;
using System.Security.Cryptography.X509Certificates;
using Hcos.Cie.Simulators.HyperV.Control;
using Hcos.Cie.Simulators.HyperV.Guests;
using Hcos.Cie.Simulators.HyperV.Host;
using Hcos.Cie.Simulators.HyperV.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hcos.Cie.Simulators.HyperV;

/// <summary>
/// A Hyper-V host that speaks WS-Management on loopback. It is what we know of the protocol; that a driver gets on
/// with it says nothing about a real host.
/// </summary>
public sealed class HyperVEndpoint : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HostUpkeep? _upkeep;
    private readonly GuestNetwork? _network;

    private readonly WsManRequests _requests;

    private HyperVEndpoint(
        WebApplication application,
        HyperVHost host,
        WsManRequests requests,
        HyperVMischief mischief,
        HostUpkeep? upkeep,
        GuestNetwork? network)
    {
        (_application, _requests, _upkeep, _network) = (application, requests, upkeep, network);
        Outside = new(host);
        Mischief = mischief;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(
        new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.First()),
        "/wsman");

    /// <summary>Somebody else who changes things on the host.</summary>
    public HyperVOutside Outside { get; }

    /// <summary>What is to go wrong.</summary>
    public HyperVMischief Mischief { get; }

    /// <summary>
    /// Fails when guests, or the file of the host, cannot be kept any more; cancelled when the endpoint is stopped.
    /// Complete where neither is kept.
    /// </summary>
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
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = options.LargestRequest;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        var (host, upkeep, network) = Prepare(options, time);
        var mischief = new HyperVMischief();
        var requests = new WsManRequests(new WsManService(host, options), mischief, options, time);
        application.MapFallback(context => requests.HandleAsync(context, context.RequestAborted));
        var endpoint = new HyperVEndpoint(application, host, requests, mischief, upkeep, network);
        if (options.ControlToken is { } token) new ControlApi(endpoint, token).Map(application);
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

    private static (HyperVHost Host, HostUpkeep? Upkeep, GuestNetwork? Network) Prepare(
        HyperVEndpointOptions options, TimeProvider time)
    {
        if (options.Folder is not { } folder) return (new(options, time, 0, null), null, null);
        var file = new HostFile(folder);
        var memory = file.Read();
        GuestProcess.RequirePrograms();
        var network = GuestNetwork.Take(options.GuestPort, memory?.Block ?? 0);
        var host = new HyperVHost(options, time, network.Block, memory);
        return (host, new(host, new(folder, options.GuestPort), file, time), network);
    }

    /// <summary>Stops listening; guests end, and what is kept of the host is written.</summary>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(atOnce.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        if (_upkeep is not null) await _upkeep.DisposeAsync().ConfigureAwait(false);
        _network?.Dispose();
    }
}
