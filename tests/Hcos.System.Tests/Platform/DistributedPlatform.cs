using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>A platform of one process for each layer.</summary>
public sealed class DistributedPlatform(Laboratory laboratory) : IPlatformUnderTest
{
    // Made by the script, so that the users the servers run as can pass through it.
    private readonly string _folder = Path.Combine("/var/tmp", $"hcos-cluster-{Guid.CreateVersion7():n}"[..28]);

    /// <summary>Its processes.</summary>
    public HcosCluster Cluster { get; private set; } = null!;

    public HcosApi Api => Cluster.Api;

    public LibvirtLab Libvirt => laboratory.Libvirt;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Cluster = new HcosCluster(_folder);
        await Cluster.PrepareAsync(cancellationToken);
        foreach (var layer in HcosCluster.Layers) Cluster.Launch(layer);
        await Cluster.ReadyAsync(cancellationToken);
        await Api.RegisteredAsync("lab", "libvirt", Libvirt.Endpoint, "manage", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        KeepLogs();
        Directory.Delete(_folder, recursive: true);
        await Libvirt.ClearAsync(CancellationToken.None);
    }

    /// <summary>For whoever wants to know why a test failed.</summary>
    private void KeepLogs()
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "test-logs", "distributed"));
        foreach (var log in Directory.EnumerateFiles(Path.Combine(_folder, "log")))
        {
            File.Copy(log, Path.Combine(folder.FullName, Path.GetFileName(log)), overwrite: true);
        }
    }
}
