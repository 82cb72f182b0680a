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

    /// <summary>How exactly true time is known from CI2's log time, and how soon a process that wakes acts.</summary>
    private static readonly TimeSpan Waking = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<(EnvironmentId, ResourceKey), DateTimeOffset> _latest = [];
    private readonly SortedDictionary<string, List<(DateTimeOffset From, ResourceState State)>> _history =
        new(StringComparer.Ordinal);

    /// <summary>From which of CI2's log times on it is ahead of true time, and by how much.</summary>
    private readonly List<(DateTimeOffset From, TimeSpan Ahead)> _ahead = [];

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

    public override void ClockSet(Owner owner)
    {
        if (owner.Process.Name == "ci2") NoteClock(owner.Now);
    }

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Log != "ci2") return;
        if (happened.Body is Owned) NoteClock(happened.Time);
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
        var at = TrueTime(evidence.At);
        var since = (evidence.Source == EvidenceSource.Event ? SentFrom(at) : at) - Tolerance;
        if (HeldSince(key.NativeId, state, since)) return;
        Violated($"{key} is {state} as of {evidence.At:O} by {evidence.Source}, and was not since", key.NativeId);
    }

    /// <summary>What is sent to a process that stands still is received when it goes on.</summary>
    private DateTimeOffset SentFrom(DateTimeOffset received)
    {
        if (world.Process("ci2").Current is not { } owner) return received;
        var (from, until) = owner.LatestPause;
        return (received - until).Duration() <= Waking ? from : received;
    }

    // In order of log time: what is committed before the clock is set may land after it.
    private void NoteClock(DateTimeOffset logTime) => _ahead.Insert(PlaceOf(logTime), (logTime, logTime - world.Now));

    private int PlaceOf(DateTimeOffset logTime) => _ahead.FindLastIndex(place => place.From <= logTime) + 1;

    /// <summary>When it truly was what CI2's log calls <paramref name="logTime"/>.</summary>
    private DateTimeOffset TrueTime(DateTimeOffset logTime)
    {
        var next = PlaceOf(logTime);
        return next == 0 ? logTime : logTime - _ahead[next - 1].Ahead;
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
