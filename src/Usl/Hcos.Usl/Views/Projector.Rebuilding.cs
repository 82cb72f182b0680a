using Hcos.Kernel.Stores;

namespace Hcos.Usl.Views;

/// <summary>Views from the journal alone: those that changed with the code, and all of them to be compared.</summary>
internal sealed partial class Projector
{
    private int _rebuilding;

    /// <summary>
    /// Builds all views once more beside the live ones and compares. Live views that differ are dropped, and built
    /// again; what is shown stays until then. Null while somebody else has it done.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<ViewsRebuilt?> RebuildAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _rebuilding, 1) != 0) return null;
        try
        {
            var began = _time.GetTimestamp();
            var position = await _views.PositionAsync(ViewNames.Set, cancellationToken).ConfigureAwait(false);
            await Builder().BuildAsync(ViewNames.RebuiltSet, position, cancellationToken).ConfigureAwait(false);
            var took = _time.GetElapsedTime(began);
            var rebuilt = await _views.HashAsync(ViewNames.RebuiltSet, cancellationToken).ConfigureAwait(false);
            var live = await _views.HashAtAsync(ViewNames.Set, position, cancellationToken).ConfigureAwait(false);
            await _views.DropAsync(ViewNames.RebuiltSet, cancellationToken).ConfigureAwait(false);
            if (live != rebuilt)
            {
                Log.ViewsDiffered(_logger, position);
                await _views.DropAsync(ViewNames.Set, cancellationToken).ConfigureAwait(false);
            }

            return new ViewsRebuilt(position, took, live, rebuilt);
        }
        finally
        {
            Volatile.Write(ref _rebuilding, 0);
        }
    }

    /// <summary>A set that was never written is built from the whole journal; then those of former code go.</summary>
    private async Task BuildWhatChangedAsync(CancellationToken cancellationToken)
    {
        var position = await _views.PositionAsync(ViewNames.Set, cancellationToken).ConfigureAwait(false);
        var head = position > 0 ? 0 : await _store
            .PositionAtAsync(UslModule.Name, DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false);
        if (head > _options.ProjectorBatch)
        {
            await Builder().BuildAsync(ViewNames.Set, head, cancellationToken).ConfigureAwait(false);
        }

        foreach (var set in await _views.SetsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (set != ViewNames.Set && set != ViewNames.RebuiltSet)
            {
                await _views.DropAsync(set, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private ViewRebuild Builder() => new(_store, _views, _catalog, _options, _logger);
}
