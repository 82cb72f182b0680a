using Hcos.Ci2.Conformance;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Example;

/// <summary>The conformance suite's view of the example platform.</summary>
public sealed class ExampleFixture : DriverFixture
{
    private const string GuestSecret = "planted-guest-secret";
    private const string CredentialSecret = "planted-credential-secret";

    private ExamplePlatform? _platform;
    private HttpRelay? _wire;
    private IResourceDriver? _driver;

    public override IResourceDriver Driver => _driver!;

    public override DriverWire Wire => _wire!;

    public override IReadOnlyList<string> PlantedSecrets { get; } = [GuestSecret, CredentialSecret];

    public override ServerSpec BareServer { get; } = new(1, 64 << 20);

    public override ServerSpec ServerWithImage { get; } = new(
        1, 64 << 20, Image: "small", Network: "default", UserData: $"#cloud-config\npassword: {GuestSecret}\n");

    public override string? Peer(EnvironmentStatus probed) => "example";

    public override async ValueTask InitializeAsync()
    {
        _platform = await ExamplePlatform.StartAsync(CredentialSecret);
        _wire = new(_platform.Address);
        _driver = new ExampleDriverFactory().Create(
            new(_wire.Address.AbsoluteUri, null, CredentialSecret, null, TimeProvider.System) { Calls = Calls });
    }

    public override Task<ResourceKey> CreateBehindAsync(string name, CancellationToken cancellationToken)
    {
        _platform!.Put($"foreign-{name}", name);
        return Task.FromResult(new ResourceKey(ResourceKind.Server, $"foreign-{name}"));
    }

    public override Task RemoveBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        _platform!.Remove(key.NativeId);
        return Task.CompletedTask;
    }

    // Nothing executes on this platform, so nobody can stop or pause it: the suite never asks.
    public override Task DestroyBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task SuspendBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _wire!.DisposeAsync();
        await _platform!.DisposeAsync();
    }
}
