using Hcos.Ci2.Conformance;
using Hcos.Ci2.Drivers.Simulated;
using Hcos.Ci2.Drivers.Simulated.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>A simulated estate on the system's clock, as real as a simulated one gets.</summary>
public class SimulatedFixture : DriverFixture
{
    private const string GuestSecret = "planted-guest-secret";
    private const string CredentialSecret = "planted-credential-secret";

    private readonly SimulatedDriverFactory _factory = new();
    private readonly SimulatedEstate _estate;

    public SimulatedFixture()
    {
        var options = SimulatedOptions.Parse(Endpoint);
        Driver = _factory.Create(new(Endpoint, "user", CredentialSecret, null, TimeProvider.System)
        {
            Calls = Calls,
        });
        _estate = _factory.Estates.Open(options, TimeProvider.System);
        Wire = new CuttableWire(_estate.Wire);
    }

    /// <summary>Constant: it is read while the fixture is made.</summary>
    protected virtual string Endpoint => "simulated://conformance?hosts=2&boot=1ms";

    public override IResourceDriver Driver { get; }

    public override DriverWire Wire { get; }

    public override IReadOnlyList<string> PlantedSecrets { get; } = [GuestSecret, CredentialSecret];

    public override string? Peer(EnvironmentStatus probed) => "simulated";

    public override ServerSpec BareServer { get; } = new(1, 64 << 20);

    public override ServerSpec ServerWithImage { get; } = new(
        2, 128 << 20, Image: "hcos-guest", Network: "default", UserData: $"#cloud-config\npassword: {GuestSecret}\n");

    public override string? ConsoleSays => "login:";

    public override Task<int?> BootsAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var boots = 0;
        _estate.Outside.Change(outside => boots = outside.Starts(key));
        return Task.FromResult<int?>(boots);
    }

    public override Task<bool> WriteDiskBehindAsync(
        ResourceKey key, char letter, CancellationToken cancellationToken)
    {
        _estate.Outside.Change(outside => outside.Write(key, letter.ToString()));
        return Task.FromResult(true);
    }

    public override Task<char> ReadDiskBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var said = '?';
        _estate.Outside.Change(outside => said = outside.Read(key).Single());
        return Task.FromResult(said);
    }

    public override Task<IResourceDriver> OtherSideAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_factory.Create(new(
            Endpoint.Replace("conformance", "elsewhere", StringComparison.Ordinal),
            "user",
            CredentialSecret,
            null,
            TimeProvider.System)));

    public override Task DestroyBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        _estate.Outside.Destroy(key);
        return Task.CompletedTask;
    }

    public override Task SuspendBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        _estate.Outside.Suspend(key);
        return Task.CompletedTask;
    }

    public override Task RemoveBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        _estate.Outside.Delete(key);
        return Task.CompletedTask;
    }

    public override Task<ResourceKey> CreateBehindAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_estate.Outside.CreateServer(name));

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        _factory.Dispose();
    }

    private sealed class CuttableWire(SimulatedWire wire) : DriverWire
    {
        public override int Passages => wire.Passages;

        public override void At(int ahead, Action happens) => wire.At(ahead, happens);

        public override void CutOff() => wire.CutOff();

        public override void Restore()
        {
            wire.Calm();
            wire.Restore();
        }
    }
}
