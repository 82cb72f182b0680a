using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 5: when faults cease, model and reality agree: every server is on its platform as USL's view shows it, nothing of
/// ours is there that nobody wants, every claim is a server's, foreign servers are as they were left, and every
/// business system that is to be healed has what its spec wants.
/// </summary>
internal sealed class ModelIsReality(PlatformWorld world) : Invariant
{
    private readonly SortedDictionary<Guid, Place> _placed = [];
    private readonly SortedDictionary<Guid, ServerId> _ours = [];
    private readonly SortedDictionary<Guid, CapacityClaimed> _claims = [];

    /// <summary>Made in an environment that was forgotten: nobody's since, and left as it is.</summary>
    private readonly SortedSet<Guid> _abandoned = [];

    /// <summary>Somebody has them reaped: who wanted to adopt one at the same time is refused, and it goes.</summary>
    private readonly HashSet<string> _reaped = new(StringComparer.Ordinal);

    public override string Name => "5: model is reality";

    public override void Committed(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case ServerPlaced placed when happened.Log == "bsl":
                _placed[placed.Server.Value] = new(placed.Server, placed.Resource, placed.Resource.ToString());
                _ours[placed.Resource.Value] = placed.Server;
                break;
            case ServerAdopting adopting when happened.Log == "bsl":
                _placed[adopting.Server.Value] = new(
                    adopting.Server, adopting.Resource, adopting.Native.Key.NativeId);
                foreach (var estate in world.Estates) estate.Foreign.Remove(adopting.Native.Key.NativeId);
                break;
            case ServerNotAdopted left when happened.Log == "bsl":
                Foreign(left.Left.Key);
                break;
            case OrphansReaping reaping when happened.Log == "arml":
                foreach (var orphan in reaping.Reaps)
                {
                    _reaped.Add(orphan.Key.NativeId);
                    foreach (var estate in world.Estates) estate.Foreign.Remove(orphan.Key.NativeId);
                }

                break;
            case ServerDeleted deleted when happened.Log == "bsl":
                _placed.Remove(deleted.Server.Value);
                break;
            case CapacityClaimed claimed when happened.Log == "arml":
                _claims[claimed.Resource.Value] = claimed;
                break;
            case ClaimReleased released when happened.Log == "arml":
                _claims.Remove(released.Resource.Value);
                if (released.IsAbandoned) _abandoned.Add(released.Resource.Value);
                break;
            default:
                break;
        }
    }

    public override IEnumerable<string> AtRest() =>
        Servers().Concat(Strays()).Concat(Claims()).Concat(Systems());

    /// <summary>What was to be adopted and was not is left as it is from here on.</summary>
    private void Foreign(ResourceKey key)
    {
        if (_reaped.Contains(key.NativeId)) return;
        if (_placed.Values.Any(placed => placed.Native == key.NativeId)) return;
        foreach (var estate in world.Estates)
        {
            if (estate.Servers.FirstOrDefault(server => server.Key == key) is not { } there) continue;
            // What is still being made may yet be told whole, by a call that was sent before.
            if (there.State == ResourceState.Provisioning) continue;
            estate.Foreign[key.NativeId] = there.State;
        }
    }

    private IEnumerable<string> Servers()
    {
        var natives = world.Estates.SelectMany(estate => estate.Servers).ToDictionary(native => native.Key.NativeId);
        var shown = world.Views.All<ServerView>(ViewNames.Servers).ToDictionary(view => view.Id.Value);
        foreach (var (server, placed) in _placed)
        {
            if (!shown.TryGetValue(server, out var view))
            {
                yield return $"server {server} is in no view";
                continue;
            }

            var native = natives.GetValueOrDefault(placed.Native);
            var state = native?.State ?? ResourceState.Missing;
            if (state != view.State)
            {
                yield return $"server {server} ({placed.Resource}) is shown as {view.State} and is {state}";
            }
            else if (native?.Server is { } facts && Other(facts, view) is { } other)
            {
                yield return $"server {server} ({placed.Resource}) {other}";
            }
            else if (native is not null && !native.Server!.Addresses.SequenceEqual(view.Addresses))
            {
                yield return $"server {server} ({placed.Resource}) has other addresses than are shown";
            }
        }

        foreach (var view in shown.Values.Where(view => !_placed.ContainsKey(view.Id.Value)))
        {
            if (view.State == ResourceState.Deleted) continue;
            yield return $"server {view.Id} is shown as {view.State} and is gone";
        }
    }

    /// <summary>In what else a server is other than it is shown.</summary>
    private static string? Other(ServerFacts facts, ServerView view)
    {
        if ((facts.Vcpus, facts.MemoryBytes) != (view.Vcpus, view.MemoryBytes))
        {
            return $"has {facts.Vcpus} vcpus and {facts.MemoryBytes} bytes, and is shown with {view.Vcpus} and "
                + $"{view.MemoryBytes}";
        }

        return (facts.Snapshots ?? []).SequenceEqual(view.Snapshots ?? [])
            ? null
            : $"has {facts.Snapshots?.Count} snapshots, and is shown with {view.Snapshots?.Count}";
    }

    private IEnumerable<string> Strays()
    {
        var wanted = _placed.Values.Select(placed => placed.Native).ToHashSet(StringComparer.Ordinal);
        foreach (var estate in world.Estates)
        {
            foreach (var native in estate.Servers)
            {
                var resource = Guid.TryParse(native.Key.NativeId, out var id) && _ours.ContainsKey(id)
                    ? id
                    : native.MadeFor?.Value;
                if (resource is not { } ours || !_ours.ContainsKey(ours) || _abandoned.Contains(ours)) continue;
                if (wanted.Contains(native.Key.NativeId) || IsShown(native.Key, $"{ours}")) continue;
                yield return $"{estate.Name} has {native.Key.NativeId} of {ours}, which nobody wants";
            }

            foreach (var disk in estate.Orphans.Where(disk => !estate.LeftBehind.Contains(disk)))
            {
                if (_abandoned.Any(id => disk.Contains(id.ToString(), StringComparison.Ordinal))) continue;
                if (_ours.Keys.Any(id => disk.Contains($"{id}", StringComparison.Ordinal)
                    && IsShown(new(ResourceKind.Volume, disk), $"{id}"))) continue;
                yield return $"{estate.Name} has the disk {disk} of nobody";
            }

            foreach (var port in estate.Ports.Where(port => estate.Copies(port).Count == 0 && !wanted.Contains(port)))
            {
                if (_abandoned.Contains(Guid.Parse(port)) || Late.CameTooLate(port)) continue;
                yield return $"{estate.Name} has the port {port} of nobody";
            }

            foreach (var changed in estate.ForeignChanges()) yield return $"{estate.Name}: {changed}";
        }
    }

    /// <summary>What came too late for anybody to undo it is shown as nobody's, so that it can be reaped.</summary>
    private bool IsShown(ResourceKey key, string resource) => Late.CameTooLate(resource)
        && world.Views.All<OrphanView>(ViewNames.Orphans).Any(orphan => orphan.NativeId == key.NativeId);

    /// <summary>Whatever it is that came after whoever wanted it had given it up.</summary>
    private CopiesAreFound Late => world.Invariant<CopiesAreFound>();

    private IEnumerable<string> Claims()
    {
        foreach (var placed in _placed.Values.Where(placed => !_claims.ContainsKey(placed.Resource.Value)))
        {
            yield return $"server {placed.Server} has no claim for {placed.Resource}";
        }

        var wanted = _placed.Values.Select(placed => placed.Resource.Value).ToHashSet();
        foreach (var claim in _claims.Values.Where(claim => !wanted.Contains(claim.Resource.Value)))
        {
            yield return $"claim {claim.Claim} for {claim.Resource} is nobody's";
        }
    }

    private IEnumerable<string> Systems()
    {
        foreach (var system in world.Views.All<SystemView>(ViewNames.Systems).Where(system => system.Heal))
        {
            foreach (var component in system.Components)
            {
                var well = component.Instances.Count(instance => instance.State == InstanceState.Healthy);
                if (well == component.Count && component.Instances.Count == well) continue;
                yield return $"system {system.Id} ({system.Name}) has {well} of {component.Count} {component.Name}: "
                    + string.Join(", ", component.Instances.Select(i => $"{i.Server} {i.State} {i.Reason}"));
            }
        }
    }

    private sealed record Place(ServerId Server, ResourceId Resource, string Native);
}
