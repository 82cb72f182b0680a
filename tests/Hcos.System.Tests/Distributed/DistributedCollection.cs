using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Distributed;

/// <summary>The classes that share one platform of many processes; each leaves it as it found it.</summary>
[CollectionDefinition]
public sealed class DistributedCollection : ICollectionFixture<DistributedPlatform>;
