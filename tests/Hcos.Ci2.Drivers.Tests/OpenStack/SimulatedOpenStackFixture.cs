using Hcos.Ci2.Conformance;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>
/// The conformance suite's view of our own endpoint, over a real wire; somebody else works on the cloud past the wire.
/// The suite's view of the real one is in Hcos.Ci2.OpenStack.Tests.
/// </summary>
public sealed class SimulatedOpenStackFixture : DriverFixture
{
    private const string GuestSecret = "planted-guest-secret";

    private OpenStackEndpoint? _endpoint;
    private HttpRelay? _wire;
    private IResourceDriver? _driver;

    public override IResourceDriver Driver => _driver!;

    public override DriverWire Wire => _wire!;

    public override IReadOnlyList<string> PlantedSecrets { get; } = [GuestSecret, OpenStackWorld.Password];

    // An ensure is some twenty requests, each with its answer.
    public override IReadOnlyList<int> CutPoints { get; } = [.. Enumerable.Range(1, 22).Select(n => n * 2 - n % 2)];

    public override IReadOnlyList<int> StartCutPoints { get; } = [.. Enumerable.Range(1, 14)];

    // Nova makes no server without an image.
    public override ServerSpec BareServer { get; } = new(1, 64 << 20, Image: "hcos-guest");

    public override ServerSpec ServerWithImage { get; } = new(
        2, 128 << 20, Image: "hcos-guest", Network: "default", UserData: $"#cloud-config\npassword: {GuestSecret}\n");

    // Every start of a guest says so.
    public override string? ConsoleSays => "login:";

    // Nova asks the guest, waits for it, and then takes its power away.
    public override ResourceState AfterUnheardShutdown => ResourceState.Stopped;

    private OpenStackOutside Outside => _endpoint!.Outside;

    public override async ValueTask InitializeAsync()
    {
        _endpoint = await OpenStackEndpoint.StartAsync(
            OpenStackWorld.Cloud, TimeProvider.System, CancellationToken.None);
        _wire = new(_endpoint.Identity);
        _driver = OpenStackWorld.Connect(_wire.Address, Calls, TimeProvider.System);
    }

    public override Task DestroyBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        Outside.Stop(Server(key));
        return Task.CompletedTask;
    }

    public override Task SuspendBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        Outside.Pause(Server(key));
        return Task.CompletedTask;
    }

    public override Task<int?> BootsAsync(ResourceKey key, CancellationToken cancellationToken) =>
        Task.FromResult<int?>(Outside.Boots(Server(key)));

    public override Task RemoveBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        Outside.Remove(Server(key));
        return Task.CompletedTask;
    }

    public override Task<ResourceKey> CreateBehindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(new ResourceKey(ResourceKind.Server, Outside.Create(name, null)));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _wire!.DisposeAsync();
        await _endpoint!.DisposeAsync();
    }

    private string Server(ResourceKey key) =>
        Outside.FindByMetadata(key.NativeId) is [var id, ..] ? id : key.NativeId;
}
