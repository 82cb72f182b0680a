using System.Net;
using Hcos.Ci2.Credentials;
using Hcos.Contracts.Ci2;
using Hcos.Host.Running;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.MassTransit;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Usl;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Host.Tests.Running;

/// <summary>CI2 alone with a log in memory, and the two ways of a secret into its store.</summary>
internal sealed class IntakeWorld : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SimulatedEventStore _log;
    private readonly MassTransitBus _bus;
    private readonly LayerHosts _hosts;
    private readonly LayerHost _ci2;
    private readonly Task _running;
    private readonly CredentialIntake _near;
    private readonly WebApplication _application;
    private RemoteCredentialIntake? _far;

    private IntakeWorld(string folder, MassTransitBus bus)
    {
        var catalog = Hcos.Host.Running.Platform.Catalog();
        _bus = bus;
        _log = new SimulatedEventStore(catalog, NoStoreFaults.Instance, TimeProvider.System);
        var seams = new LayerSeams(catalog, _log, bus, NoEffects.Instance, TimeProvider.System);
        _hosts = new LayerHosts(seams, NullLoggerFactory.Instance);
        _ci2 = _hosts.Create("ci2", null, folder);
        _near = new CredentialIntake(Store, _ci2);
        _running = _ci2.RunAsync(_stop.Token);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        IntakeRoute.Map(_application, new IntakeOptions("key", []), _near);
    }

    public ICredentialStore Store => _hosts.Credentials!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<IntakeWorld> StartAsync(string folder)
    {
        var bus = await MassTransitBus.StartInMemoryAsync(
            Hcos.Host.Running.Platform.Catalog(), new MassTransitBusOptions(), NullLoggerFactory.Instance, Stop);
        var world = new IntakeWorld(folder, bus);
        await world._application.StartAsync(Stop);
        var there = new Uri(world._application.Urls.First());
        world._far = new RemoteCredentialIntake(new IntakeOptions("key", [there]));
        while (world._ci2.Status is null) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Stop);
        return world;
    }

    /// <summary>The way within one process, or the one between two.</summary>
    public ICredentialIntake Way(bool isFar) => isFar ? _far! : _near;

    /// <summary>What CI2's log says of credentials, and who caused it.</summary>
    public async Task<IReadOnlyList<(CredentialStored Stored, string Principal)>> RecordedAsync()
    {
        var recorded = new List<(CredentialStored, string)>();
        await foreach (var happened in _log.ReadAsync("ci2", 1, 1_000, Stop))
        {
            if (happened.Body is CredentialStored stored) recorded.Add((stored, happened.Context.Principal));
        }

        return recorded;
    }

    public Task RemoveAsync(string name) => _ci2.SubmitAsync(
        MessageContext.First(DerivedId.From("remove", name)), new RemoveCredential(name), Stop);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _stop.CancelAsync();
        await _running;
        await _hosts.DisposeAsync();
        await _bus.DisposeAsync();
        _far?.Dispose();
        _near.Dispose();
        _ci2.Dispose();
        _stop.Dispose();
    }
}
