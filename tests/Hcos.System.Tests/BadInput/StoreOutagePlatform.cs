using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.BadInput;

/// <summary>A platform whose PostgreSQL can be stopped.</summary>
public sealed class StoreOutagePlatform(Laboratory laboratory) : RunningPlatform(laboratory, ownPostgres: true);
