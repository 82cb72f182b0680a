using Hcos.Kernel.Layers;
using Hcos.Kernel.Stores;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.Hosting;

/// <summary>
/// Writes a snapshot whenever enough has happened since the last one. It folds the stored log by itself, from the
/// snapshot before, so that the running layer never stands still for it.
/// </summary>
internal sealed class SnapshotKeeper(
    LayerDefinition definition,
    IOwnedLog log,
    LayerSeams seams,
    LayerHostOptions options,
    ILogger logger,
    long fromSnapshot,
    Func<long> committed)
{
    private long _last = fromSnapshot;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var look = new PeriodicTimer(options.SnapshotLook, seams.Time);
        while (await look.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            var head = committed();
            if (head - _last < options.SnapshotEvery) continue;
            try
            {
                await KeepAsync(head, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A layer runs as well without a snapshot; its next start reads more.
            catch (Exception failed) when (failed is not (OwnershipLostException or OperationCanceledException))
#pragma warning restore CA1031
            {
                Log.SnapshotFailed(logger, definition.Name, failed.Message);
            }
        }
    }

    private async Task KeepAsync(long head, CancellationToken cancellationToken)
    {
        var loaded = await LayerLoading.LoadAsync(
            definition, seams.Store, seams.Catalog, options.Layer, head, _ => { }, cancellationToken)
            .ConfigureAwait(false);
        var snapshot = loaded.Layer.Capture();
        await log.SaveAsync(snapshot, cancellationToken).ConfigureAwait(false);
        Log.SnapshotKept(logger, definition.Name, snapshot.Position, snapshot.Data.Length);
        _last = head;
    }
}
