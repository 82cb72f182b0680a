namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

/// <summary>
/// Two private libvirts of this machine, as two hosts: each has its own host UUID, disks and images; the target's
/// network is the source's bridge, so that a guest keeps its address.
/// </summary>
public sealed class MovePeers : IAsyncLifetime
{
    /// <summary>Where servers are moved from.</summary>
    public MovePeer Source { get; } = new("move-source");

    /// <summary>Where they are moved to.</summary>
    public MovePeer Target { get; } = new("move-target");

    public async ValueTask InitializeAsync()
    {
        await Source.InitializeAsync();
        await Target.InitializeAsync();
        await Target.JoinNetworkAsync(Source, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Target.DisposeAsync();
        await Source.DisposeAsync();
    }
}
