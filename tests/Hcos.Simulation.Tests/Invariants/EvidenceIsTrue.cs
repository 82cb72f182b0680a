using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 8: what CI2 tells of a server is evidence: a later instant replaces an earlier one and never the other way round;
/// the state told was the state at some instant since; and what is told missing was indeed not there.
/// </summary>
internal sealed class EvidenceIsTrue(PlatformWorld world) : Invariant
{
    // Instants are CI2's log time: its clock may be wrong, and differently so after each restart.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<(EnvironmentId, ResourceKey), DateTimeOffset> _latest = [];
    private readonly SortedDictionary<string, List<(DateTimeOffset From, ResourceState State)>> _history =
        new(StringComparer.Ordinal);

    public override string Name => "8: evidence is true";

    public override void Told(Estate estate, NativeEvent happened)
    {
        // Of several changes at one instant only the events tell all.
        if (happened is { Key: { } key, State: { } state }) Note($"{estate.Name}/{key.NativeId}", state);
    }

    public override void PlatformChanged(Estate estate)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var native in estate.Servers)
        {
            there.Add(native.Key.NativeId);
            Note($"{estate.Name}/{native.Key.NativeId}", native.State);
        }

        foreach (var name in _history.Keys.Where(name => name.StartsWith(estate.Name, StringComparison.Ordinal)))
        {
            if (!there.Contains(name[(estate.Name.Length + 1)..])) Note(name, ResourceState.Missing);
        }
    }

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Log != "ci2") return;
        switch (happened.Body)
        {
            case ResourceObserved seen:
                Told(seen.Environment, seen.Key, seen.Object.State, seen.Evidence);
                break;
            case ResourceStateObserved seen:
                Told(seen.Environment, seen.Key, seen.State, seen.Evidence);
                break;
            case ResourceMissing missing:
                Told(missing.Environment, missing.Key, ResourceState.Missing, missing.Evidence);
                break;
            default:
                break;
        }
    }

    private void Note(string name, ResourceState state)
    {
        if (!_history.TryGetValue(name, out var states)) _history[name] = states = [];
        if (states.Count == 0 || states[^1].State != state) states.Add((world.Now, state));
    }

    private void Told(EnvironmentId environment, ResourceKey key, ResourceState state, Evidence evidence)
    {
        if (key.Kind != ResourceKind.Server) return;
        if (_latest.TryGetValue((environment, key), out var latest) && evidence.At < latest)
        {
            Violated($"{key}: {state} as of {evidence.At:O} is told after {latest:O}", key.NativeId);
        }

        _latest[(environment, key)] = evidence.At;
        // A native event tells of what was a moment before; a read of what is from its beginning on.
        var since = evidence.At - Tolerance;
        if (HeldSince(key.NativeId, state, since)) return;
        Violated($"{key} is {state} as of {evidence.At:O} by {evidence.Source}, and was not since", key.NativeId);
    }

    private bool HeldSince(string id, ResourceState state, DateTimeOffset since)
    {
        foreach (var states in world.Estates.Select(estate => _history.GetValueOrDefault($"{estate.Name}/{id}")))
        {
            if (states is null) continue;
            for (var index = 0; index < states.Count; index++)
            {
                var until = index + 1 < states.Count ? states[index + 1].From : DateTimeOffset.MaxValue;
                if (states[index].State == state && until >= since) return true;
            }
        }

        return false;
    }
}
