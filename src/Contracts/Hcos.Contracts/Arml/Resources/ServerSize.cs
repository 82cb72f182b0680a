namespace Hcos.Contracts.Arml.Resources;

/// <summary>How large a server is.</summary>
/// <param name="Vcpus">Virtual processors.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="DiskBytes">Size of its disk in bytes; 0 means as large as the disk is.</param>
public sealed record ServerSize(int Vcpus, long MemoryBytes, long DiskBytes = 0);
