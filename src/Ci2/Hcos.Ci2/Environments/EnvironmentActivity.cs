using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Environments;

/// <summary>What happened lately in one environment, and what of it the watch did not tell.</summary>
internal sealed class EnvironmentActivity
{
    /// <summary>When something last changed there.</summary>
    public DateTimeOffset? LastChange { get; set; }

    /// <summary>Since when a watch tells; null while none does.</summary>
    public DateTimeOffset? WatchedSince { get; set; }

    /// <summary>States of the servers.</summary>
    public SortedDictionary<string, ResourceState> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>What a listing was first to show, and when: the watch may still tell it.</summary>
    public SortedDictionary<string, DateTimeOffset> Untold { get; } = new(StringComparer.Ordinal);

    public void Watched(DateTimeOffset at) => WatchedSince = at;

    public void Unwatched()
    {
        WatchedSince = null;
        Untold.Clear();
    }

    /// <summary>A resource was seen in a state.</summary>
    /// <param name="key">Which.</param>
    /// <param name="state">Its state.</param>
    /// <param name="evidence">Who showed it.</param>
    /// <param name="isNew">Whether it was not known before.</param>
    /// <param name="lastSweep">When the last complete listing began.</param>
    public void Seen(
        ResourceKey key, ResourceState state, Evidence evidence, bool isNew, DateTimeOffset? lastSweep)
    {
        if (evidence.Source == EvidenceSource.Event) Told(key);
        if (key.Kind != ResourceKind.Server)
        {
            if (isNew) Changed(evidence.At);
            return;
        }

        var hasChanged = !Servers.TryGetValue(key.NativeId, out var before) || before != state;
        Servers[key.NativeId] = state;
        if (!hasChanged) return;
        Changed(evidence.At);
        if (evidence.Source == EvidenceSource.Sweep) MayBeUntold(key, evidence.At, lastSweep);
    }

    /// <summary>A resource is not there any more.</summary>
    public void Missing(ResourceKey key, Evidence evidence, DateTimeOffset? lastSweep)
    {
        Changed(evidence.At);
        if (key.Kind == ResourceKind.Server && Servers.Remove(key.NativeId) && evidence.Source == EvidenceSource.Sweep)
        {
            MayBeUntold(key, evidence.At, lastSweep);
        }
    }

    /// <summary>The watch told something about a resource.</summary>
    public void Told(ResourceKey key) => Untold.Remove(key.NativeId);

    /// <summary>What was shown before this instant and not told since.</summary>
    public int UntoldBefore(DateTimeOffset at) => Untold.Values.Count(shown => shown < at);

    /// <summary>What was counted as untold once is not counted again.</summary>
    public void Counted(DateTimeOffset at)
    {
        foreach (var key in Untold.Where(shown => shown.Value < at).Select(shown => shown.Key).ToList())
        {
            Untold.Remove(key);
        }
    }

    public void Changed(DateTimeOffset at) => LastChange = at > LastChange ? at : LastChange ?? at;

    // What happened before the first listing after the watch began, nobody could tell.
    private void MayBeUntold(ResourceKey key, DateTimeOffset at, DateTimeOffset? lastSweep)
    {
        if (WatchedSince < lastSweep) Untold[key.NativeId] = at;
    }
}
