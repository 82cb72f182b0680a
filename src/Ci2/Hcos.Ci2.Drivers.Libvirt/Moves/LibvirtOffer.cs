using System.Text.Json;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>Where a server can go on.</summary>
/// <param name="Uuid">The domain.</param>
/// <param name="Host">UUID of the host that offers.</param>
/// <param name="Uri">Where its daemon is reached, as the library is given it.</param>
/// <param name="Folder">Where its pool of disks is.</param>
/// <param name="Console">The file that the server's console is to be written to; null for none.</param>
/// <param name="Disks">The disks, as they were asked for.</param>
/// <param name="IsShared">Whether the disks are there already, being the same ones.</param>
internal sealed record LibvirtOffer(
    string Uuid,
    string Host,
    string Uri,
    string Folder,
    string? Console,
    IReadOnlyList<DiskDemand> Disks,
    bool IsShared)
{
    /// <summary>As the seam carries it.</summary>
    public MigrationOffer Wrap() => new(new(ResourceKind.Server, Uuid), Host, JsonSerializer.Serialize(this));

    /// <summary>Takes it out again.</summary>
    /// <exception cref="DriverException">Invalid: it is another driver's, or leads away from this machine.</exception>
    public static LibvirtOffer Unwrap(MigrationOffer offer)
    {
        var inner = Wrapped.Read<LibvirtOffer>(offer.Content);
        _ = LibvirtEndpoint.Parse(inner.Uri);
        return inner.Host == offer.TargetIdentity && inner.Uuid == offer.Server.NativeId ? inner : throw Wrapped.Odd();
    }

    /// <summary>Where a disk is at the target.</summary>
    public string PathOf(DiskDemand disk) => $"{Folder}/{disk.Name}";
}
