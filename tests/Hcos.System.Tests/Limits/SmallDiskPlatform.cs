using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Limits;

/// <summary>A platform whose PostgreSQL has a small file system of its own.</summary>
public sealed class SmallDiskPlatform(Laboratory laboratory)
    : RunningPlatform(laboratory, ownPostgres: true, diskMegabytes: 256);
