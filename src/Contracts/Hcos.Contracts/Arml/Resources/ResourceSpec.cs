namespace Hcos.Contracts.Arml.Resources;

/// <summary>A resource as it is wanted. Exactly the facet that belongs to <see cref="Kind"/> is set.</summary>
/// <param name="Id">The identity it is to have.</param>
/// <param name="Kind">What sort of thing is wanted.</param>
/// <param name="Name">The name people give it; checked at the edge, see <see cref="ResourceNames"/>.</param>
public sealed record ResourceSpec(ResourceId Id, ResourceKind Kind, string Name)
{
    /// <summary>The server that is wanted.</summary>
    public ServerSpec? Server { get; init; }
}

/// <summary>A server as it is wanted. It is made stopped; starting it is a call of its own.</summary>
/// <param name="Vcpus">Virtual processors.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="DiskBytes">Size of its disk in bytes; 0 means as large as the image. Ignored without an image.</param>
/// <param name="Image">
/// Name of the image its disk is a thin copy of; null makes a server without a disk or system.
/// </param>
/// <param name="Network">Name of the network to attach to; null makes a server without a network card.</param>
/// <param name="Host">Native id of the host that placement chose.</param>
/// <param name="UserData">
/// Text of a NoCloud <c>user-data</c> file that the guest reads at first boot; null for none.
/// </param>
public sealed record ServerSpec(
    int Vcpus,
    long MemoryBytes,
    long DiskBytes = 0,
    string? Image = null,
    string? Network = null,
    string? Host = null,
    string? UserData = null);
