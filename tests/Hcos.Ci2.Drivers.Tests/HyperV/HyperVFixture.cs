using Hcos.Ci2.Conformance;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>
/// The conformance suite's view of our own endpoint, over a real wire; somebody else works on the host past the wire.
/// </summary>
public class HyperVFixture : DriverFixture
{
    private const string GuestSecret = "planted-guest-secret";
    private const string CredentialSecret = "planted-credential-secret";

    private HyperVEndpoint? _endpoint;
    private HttpRelay? _wire;
    private IResourceDriver? _driver;

    public override IResourceDriver Driver => _driver!;

    public override DriverWire Wire => _wire!;

    public override IReadOnlyList<string> PlantedSecrets { get; } = [GuestSecret, CredentialSecret];

    // An ensure with an image is some thirty requests, each with its answer.
    public override IReadOnlyList<int> CutPoints { get; } = [.. Enumerable.Range(1, 42).Select(n => n * 2 - n % 2)];

    public override IReadOnlyList<int> StartCutPoints { get; } = [.. Enumerable.Range(1, 16)];

    public override string? Peer(EnvironmentStatus probed) => "own endpoint";

    public override ServerSpec BareServer { get; } = new(1, 64 << 20);

    public override ServerSpec ServerWithImage { get; } = new(
        2, 128 << 20, Image: "hcos-guest", Network: "default", UserData: $"#cloud-config\npassword: {GuestSecret}\n");

    /// <summary>What the host is like.</summary>
    protected virtual HyperVEndpointOptions Options { get; } = new()
    {
        Password = CredentialSecret,
        TransitionTime = TimeSpan.FromMilliseconds(5),
        JobTime = TimeSpan.FromMilliseconds(1),
    };

    private HyperVOutside Outside => _endpoint!.Outside;

    public override async ValueTask InitializeAsync()
    {
        _endpoint = await HyperVEndpoint.StartAsync(Options, TimeProvider.System, CancellationToken.None);
        _wire = new(_endpoint.Address);
        var options = new HyperVOptions
        {
            ShortestPause = TimeSpan.FromMilliseconds(3),
            WatchInterval = TimeSpan.FromMilliseconds(3),
        };
        _driver = new HyperVDriverFactory(options).Create(
            new(_wire.Address.AbsoluteUri, Options.UserName, CredentialSecret, null, TimeProvider.System)
            {
                Calls = Calls,
            });
    }

    public override Task DestroyBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        Outside.TurnOff(Machine(key));
        return Task.CompletedTask;
    }

    public override Task SuspendBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        Outside.Pause(Machine(key));
        return Task.CompletedTask;
    }

    public override Task<int?> BootsAsync(ResourceKey key, CancellationToken cancellationToken) =>
        Task.FromResult<int?>(Outside.Boots(Machine(key)));

    public override Task<bool> WriteDiskBehindAsync(
        ResourceKey key, char letter, CancellationToken cancellationToken) =>
        Task.FromResult(Outside.WriteDisk(Machine(key), letter));

    public override Task<char> ReadDiskBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        Task.FromResult(Outside.ReadDisk(Machine(key))!.Value);

    public override Task RemoveBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        Outside.Remove(Machine(key));
        return Task.CompletedTask;
    }

    public override Task<ResourceKey> CreateBehindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(new ResourceKey(ResourceKind.Server, Outside.Create(name)));

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await _wire!.DisposeAsync();
        await _endpoint!.DisposeAsync();
    }

    private string Machine(ResourceKey key) => Outside.FindByNotes(key.NativeId) ?? key.NativeId;
}
