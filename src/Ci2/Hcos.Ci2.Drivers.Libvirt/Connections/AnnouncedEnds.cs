using System.Collections.Concurrent;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>
/// libvirt tells twice that a guest ends: when the guest begins to, and moments later when its process is gone. Only
/// the second says what the domain is then, and it would wait for what the first leads to; so the first is held, and
/// told only when nothing followed: a domain that is kept after its guest's end (<c>on_poweroff</c> preserve).
/// </summary>
/// <param name="tell">Takes what is told; from any thread.</param>
/// <param name="patience">How long an announcement waits for what it announces.</param>
/// <param name="time">The clock.</param>
internal sealed class AnnouncedEnds(Action<NativeEvent> tell, TimeSpan patience, TimeProvider time)
{
    private readonly ConcurrentDictionary<ResourceKey, NativeEvent> _held = [];

    /// <summary>Takes in what libvirt told, in its order. Never blocks.</summary>
    public void Tell(NativeEvent happened)
    {
        if (happened.Key is not { } key)
        {
            tell(happened);
        }
        else if (LibvirtEvents.AnnouncesEnd(happened))
        {
            _held[key] = happened;
            _ = TellLaterAsync(key, happened);
        }
        else
        {
            _held.TryRemove(key, out _);
            tell(happened);
        }
    }

    private async Task TellLaterAsync(ResourceKey key, NativeEvent happened)
    {
        await Task.Delay(patience, time).ConfigureAwait(false);
        if (_held.TryRemove(KeyValuePair.Create(key, happened)))
        {
            tell(happened);
        }
    }
}
