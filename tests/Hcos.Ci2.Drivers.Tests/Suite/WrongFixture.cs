using Hcos.Ci2.Conformance;
using Hcos.Ci2.Drivers.Tests.Simulated;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Suite;

/// <summary>
/// A simulated estate whose driver is spoilt.
/// </summary>
internal sealed class WrongFixture : DriverFixture
{
    private readonly SimulatedFixture _inner = new();

    public WrongFixture(Func<IResourceDriver, IResourceDriver> spoil, TimeSpan patience) =>
        (Driver, Patience, Calls) = (spoil(_inner.Driver), patience, _inner.Calls);

    public override IResourceDriver Driver { get; }

    public override DriverWire Wire => _inner.Wire;

    public override IReadOnlyList<string> PlantedSecrets => _inner.PlantedSecrets;

    public override ServerSpec BareServer => _inner.BareServer;

    public override ServerSpec ServerWithImage => _inner.ServerWithImage;

    public override TimeSpan Patience { get; }

    public override string? ConsoleSays => _inner.ConsoleSays;

    public override Task<int?> BootsAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _inner.BootsAsync(key, cancellationToken);

    public override Task<bool> WriteDiskBehindAsync(
        ResourceKey key, char letter, CancellationToken cancellationToken) =>
        _inner.WriteDiskBehindAsync(key, letter, cancellationToken);

    public override Task<char> ReadDiskBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _inner.ReadDiskBehindAsync(key, cancellationToken);

    public override Task<IResourceDriver> OtherSideAsync(CancellationToken cancellationToken) =>
        _inner.OtherSideAsync(cancellationToken);

    public override Task DestroyBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _inner.DestroyBehindAsync(key, cancellationToken);

    public override Task SuspendBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _inner.SuspendBehindAsync(key, cancellationToken);

    public override Task RemoveBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _inner.RemoveBehindAsync(key, cancellationToken);

    public override Task<ResourceKey> CreateBehindAsync(string name, CancellationToken cancellationToken) =>
        _inner.CreateBehindAsync(name, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _inner.DisposeAsync();
    }
}
