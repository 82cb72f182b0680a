using Hcos.Kernel.Hosting;
using Hcos.Kernel.Stores;

namespace Hcos.Simulation.Tests.World;

/// <summary>Keeping snapshots, much more often than the kernel's own shell does.</summary>
internal sealed partial class Owner
{
    private const long SnapshotEvery = 1_500;
    private long _snapshot = long.MinValue;

    private void KeepSnapshot()
    {
        var head = _announcement?.Head ?? 0;
        if (_snapshot == long.MinValue) _snapshot = head;
        if (head - _snapshot < SnapshotEvery) return;
        _snapshot = head;
        try
        {
            var loaded = Synchronously.Get(() => LayerLoading.LoadAsync(
                Process.Definition, World.Store, World.Catalog, LayerProcess.Bounds, head, _ => { },
                CancellationToken.None));
            Synchronously.Run(() => _log.SaveAsync(loaded.Layer.Capture(), CancellationToken.None));
            World.Counts.Note("snapshots");
        }
        catch (StoreUnavailableException)
        {
            World.Counts.Note("snapshots refused");
        }
    }
}
