namespace Hcos.Contracts.Arml.Resources;

/// <summary>A snapshot of a server's disk as it is wanted.</summary>
/// <param name="Id">The identity it is to have.</param>
/// <param name="Name">The name people give it, unique for the server; see <see cref="ResourceNames"/>.</param>
public sealed record SnapshotSpec(SnapshotId Id, string Name);
