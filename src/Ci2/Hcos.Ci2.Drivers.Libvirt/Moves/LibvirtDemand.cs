using System.Text.Json;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>What a server needs at another host.</summary>
/// <param name="Uuid">The domain.</param>
/// <param name="Name">Its name.</param>
/// <param name="Host">UUID of the host that it is at.</param>
/// <param name="Networks">Names of its networks.</param>
/// <param name="Disks">Its disks.</param>
/// <param name="Witness">Name of the volume that was put beside its disks; null where there are none.</param>
internal sealed record LibvirtDemand(
    string Uuid,
    string Name,
    string Host,
    IReadOnlyList<string> Networks,
    IReadOnlyList<DiskDemand> Disks,
    string? Witness)
{
    /// <summary>As the seam carries it.</summary>
    public MigrationDemand Wrap() => new(new(ResourceKind.Server, Uuid), JsonSerializer.Serialize(this));

    /// <summary>Takes it out again.</summary>
    /// <exception cref="DriverException">Invalid: it is another driver's.</exception>
    public static LibvirtDemand Unwrap(MigrationDemand demand) => Wrapped.Read<LibvirtDemand>(demand.Content);
}
