using System.Runtime.CompilerServices;
using Hcos.Ci2.Drivers.Libvirt.Connections;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Telling of changes as they happen.</summary>
internal sealed partial class LibvirtDriver
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<NativeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A lane of its own: events never wait behind the answers to other calls, and a lost connection ends exactly
        // the watch that it belonged to.
        var lane = new LibvirtLane(endpoint.Uri, options with { CallsAtOnce = 1 }, time, calls);
        await using (lane.ConfigureAwait(false))
        {
            var watch = await lane.ReadAsync(client => client.Watch(time), cancellationToken).ConfigureAwait(false);
            await foreach (var happened in watch.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
    }
}
