using System.Threading.Channels;
using Hcos.Kernel.Stores;

namespace Hcos.Usl.Views;

/// <summary>
/// Writes rows behind the fold: whatever was folded while the last write ran is the next write. Readers do not wait
/// for it, unless they ask for the past.
/// </summary>
internal sealed class ViewWriter(IViewStore views, long position, UslOptions options, Milestone stored)
{
    private readonly Channel<(long Last, List<ViewChange> Changes)> _waiting =
        Channel.CreateBounded<(long, List<ViewChange>)>(
            new BoundedChannelOptions(options.LongestViewQueue) { SingleReader = true, SingleWriter = true });

    private long _position = position;

    /// <summary>Takes in changes up to a position; waits when the store is too far behind.</summary>
    public ValueTask PutAsync(long last, List<ViewChange> changes, CancellationToken cancellationToken) =>
        _waiting.Writer.WriteAsync((last, changes), cancellationToken);

    /// <summary>Writes until cancelled.</summary>
    /// <exception cref="StoreUnavailableException">The store failed; begin again from what is stored.</exception>
    /// <exception cref="ViewConflictException">Somebody else writes.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var changes = new List<ViewChange>();
            var last = _position;
            while (changes.Count < options.LargestViewWrite && _waiting.Reader.TryRead(out var next))
            {
                changes.AddRange(next.Changes);
                last = next.Last;
            }

            await views.WriteAsync(ViewNames.Set, _position, last, changes, cancellationToken).ConfigureAwait(false);
            _position = last;
            stored.Reach(last);
        }
    }
}
