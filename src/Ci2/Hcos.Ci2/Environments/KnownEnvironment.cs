using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Environments;

/// <summary>What CI2 knows of one environment across the streams of its objects.</summary>
internal sealed class KnownEnvironment(Reach reach)
{
    public Reach Reach { get; set; } = reach;

    public bool IsSuspect { get; set; }

    public DateTimeOffset? LastSweep { get; set; }

    /// <summary>How it is synchronised, as of the last listing.</summary>
    public SyncRhythm? Rhythm { get; set; }

    public EnvironmentActivity Activity { get; } = new();

    /// <summary>What is there, by key, and since when that is known.</summary>
    public SortedDictionary<string, (ResourceKey Key, DateTimeOffset At)> Objects { get; } =
        new(StringComparer.Ordinal);

    public SortedDictionary<string, DateTimeOffset> EffectsEnded { get; } = new(StringComparer.Ordinal);

    /// <summary>Native ids of the volumes of each server.</summary>
    public SortedDictionary<string, IReadOnlyList<string>> Volumes { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of volumes, ports and whatever else is no server and says what it was made for.</summary>
    public SortedDictionary<Guid, SortedSet<string>> PartsMadeFor { get; } = [];

    /// <summary>Objects that go with a server of ours, until they are known to be missing.</summary>
    public SortedSet<string> Removed { get; } = new(StringComparer.Ordinal);

    public void Remove(string server)
    {
        var volumes = Volumes.GetValueOrDefault(server) ?? [];
        Removed.UnionWith(volumes
            .Select(volume => new ResourceKey(ResourceKind.Volume, volume).ToString())
            .Where(Objects.ContainsKey));
    }

    public void Made(ResourceId resource, string part)
    {
        if (!PartsMadeFor.TryGetValue(resource.Value, out var parts))
        {
            PartsMadeFor[resource.Value] = parts = new(StringComparer.Ordinal);
        }

        parts.Add(part);
    }

    /// <summary>What a half-made server left goes with it too, whether it was attached or not.</summary>
    public void RemoveMadeFor(ResourceId resource) => Removed.UnionWith(
        PartsMadeFor.GetValueOrDefault(resource.Value) is { } parts ? parts.Where(Objects.ContainsKey) : []);

    public void ForgetEffects(DateTimeOffset before)
    {
        foreach (var old in EffectsEnded.Where(ended => ended.Value < before).Select(ended => ended.Key).ToList())
        {
            EffectsEnded.Remove(old);
        }
    }

    public void Forget(string key)
    {
        Objects.Remove(key);
        foreach (var (resource, parts) in PartsMadeFor.Where(made => made.Value.Contains(key)).ToList())
        {
            parts.Remove(key);
            if (parts.Count == 0) PartsMadeFor.Remove(resource);
        }

        Volumes.Remove(key);
        Removed.Remove(key);
    }
}
