using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Hosting;

/// <summary>
/// Makes a layer of what is stored: the newest snapshot that fits, and the log from there on; without one, all of it.
/// </summary>
internal static class LayerLoading
{
    /// <param name="definition">The layer.</param>
    /// <param name="store">Where its log is.</param>
    /// <param name="catalog">Its messages.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="head">The last position to be loaded.</param>
    /// <param name="ignored">Told why a snapshot could not be used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LoadedLayer> LoadAsync(
        LayerDefinition definition,
        IEventStore store,
        MessageCatalog catalog,
        LayerOptions options,
        long head,
        Action<string> ignored,
        CancellationToken cancellationToken)
    {
        var snapshot = await store.SnapshotAsync(definition.Name, cancellationToken).ConfigureAwait(false);
        var layer = Restore(definition, catalog, options, snapshot, head, ignored);
        var from = layer.Head;
        if (head > from)
        {
            await foreach (var happened in store
                .ReadAsync(definition.Name, from + 1, Limit(head - from), cancellationToken).ConfigureAwait(false))
            {
                if (happened.Position > head) break;
                layer.Load(happened);
            }
        }

        return new LoadedLayer(layer, from);
    }

    private static Layer Restore(
        LayerDefinition definition,
        MessageCatalog catalog,
        LayerOptions options,
        LogSnapshot? snapshot,
        long head,
        Action<string> ignored)
    {
        var layer = new Layer(definition, catalog, options);
        if (snapshot is null) return layer;
        try
        {
            if (snapshot.Position > head) ignored($"it is of position {snapshot.Position}, the log ends at {head}");
            else if (!layer.TryRestore(snapshot)) ignored("other code wrote it");
            return layer;
        }
        catch (InvalidDataException damaged)
        {
            ignored(damaged.Message);
            return new Layer(definition, catalog, options);
        }
    }

    private static int Limit(long count) => (int)Math.Min(count, int.MaxValue);
}

/// <summary>A layer as it was loaded.</summary>
/// <param name="Layer">The layer, not begun.</param>
/// <param name="FromSnapshot">The position of the snapshot that it began from; 0 for none.</param>
internal sealed record LoadedLayer(Layer Layer, long FromSnapshot);
