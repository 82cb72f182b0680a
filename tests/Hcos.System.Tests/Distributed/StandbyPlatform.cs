using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Distributed;

/// <summary>The platform of many processes, with a standby for each while a class of tests runs.</summary>
public sealed class StandbyPlatform(DistributedPlatform platform) : IAsyncLifetime
{
    /// <summary>The platform.</summary>
    public DistributedPlatform Platform => platform;

    public async ValueTask InitializeAsync()
    {
        foreach (var layer in HcosCluster.Layers) platform.Cluster.Launch($"{layer}-standby");
        foreach (var layer in HcosCluster.Layers)
        {
            await platform.Cluster.AliveAsync($"{layer}-standby", TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var layer in HcosCluster.Layers)
        {
            await platform.Cluster.KillAsync($"{layer}-standby", CancellationToken.None);
        }
    }
}
