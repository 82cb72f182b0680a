using Hcos.Ci2;
using Hcos.Ci2.Observations;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 8: nothing is done on evidence that is older than allowed. A change that rests on how a server stands is begun only
/// where that was seen, told or listed lately: within the wait that CI2 announced until the next listing, and what this
/// listing and the notice that nobody answers may take. A delete rests on no state.
/// </summary>
internal sealed class NothingOnOldEvidence(PlatformWorld world) : Invariant
{
    /// <summary>A process is down, cut off or rests until somebody resumes it, for so long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private static readonly Ci2Options Options = new();
    private readonly Dictionary<ServerId, Place> _places = [];
    private readonly Dictionary<Place, DateTimeOffset> _seen = [];
    private readonly Dictionary<EnvironmentId, (DateTimeOffset At, SweepCompleted Sweep)> _listed = [];

    public override string Name => "8: nothing is done on old evidence";

    public override void Committed(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case ResourceObserved seen when happened.Log == "ci2":
                Seen(seen.Environment, seen.Key);
                break;
            case ResourceStateObserved seen when happened.Log == "ci2":
                Seen(seen.Environment, seen.Key);
                break;
            case ResourceMissing missing when happened.Log == "ci2":
                Seen(missing.Environment, missing.Key);
                break;
            case PresenceConfirmed seen when happened.Log == "ci2":
                Seen(seen.Environment, seen.Key);
                break;
            case DriverTaskEnded { Observed: { } observed } seen when happened.Log == "ci2":
                Seen(seen.Environment, observed.Key);
                break;
            case SweepCompleted sweep when happened.Log == "ci2":
                _listed[sweep.Environment] = (world.Now, sweep);
                break;
            case ServerPlaced placed when happened.Log == "bsl":
                _places[placed.Server] = new(placed.Decision.Environment, placed.Resource.ToString());
                break;
            case ServerAdopting adopting when happened.Log == "bsl":
                _places[adopting.Server] = new(adopting.Environment, adopting.Native.Key.NativeId);
                break;
            case ServerTaskBegun { Kind: not ServerTaskKind.Delete } begun when happened.Log == "bsl":
                Check(begun.Server, $"{begun.Kind}");
                break;
            case InstanceHealing healing when happened.Log == "esl":
                Check(healing.Server, healing.Action);
                break;
            default:
                break;
        }
    }

    private void Seen(EnvironmentId environment, ResourceKey key) => _seen[new(environment, key.NativeId)] = world.Now;

    private void Check(ServerId server, string what)
    {
        var place = _places[server];
        var latest = _seen.GetValueOrDefault(place);
        var allowed = Options.SweepInterval;
        if (_listed.TryGetValue(place.Environment, out var listed))
        {
            var lacks = listed.Sweep.Lacking.Any(key => key.NativeId == place.NativeId);
            if (!lacks && listed.At > latest) latest = listed.At;
            if (listed.Sweep.Rhythm is { } rhythm) allowed = TimeSpan.FromSeconds(rhythm.SweepSeconds);
        }

        allowed += Options.SweepTimeout + Options.ReadTimeout + Grace;
        if (world.Now - latest <= allowed) return;
        Violated($"{what} of {server} on evidence that is {world.Now - latest} old, {allowed} at most", server);
    }

    private sealed record Place(EnvironmentId Environment, string NativeId);
}
