using Hcos.Ci2.Drivers.Simulated;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 2: a server identity never runs twice, whatever is cut, crashed or repeated: neither one resource in two places, nor
/// two resources that were made for the same server. A copy that is still being made executes where its platform
/// launches what it makes; where no port could refuse it, one that came too late may do so beside the server, until it
/// is found.
/// </summary>
internal sealed class NothingRunsTwice(PlatformWorld world) : Invariant
{
    private readonly Dictionary<string, ServerId> _servers = new(StringComparer.Ordinal);
    private int _doubles;

    public override string Name => "2: nothing runs twice";

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Body is ServerAdopting adopting) _servers[adopting.Native.Key.NativeId] = adopting.Server;
        if (happened.Body is ServerPlaced placed) _servers[placed.Resource.ToString()] = placed.Server;
    }

    public override void PlatformChanged(Estate estate)
    {
        foreach (var twice in world.Runs.Doubles.Skip(_doubles)) Check(estate, twice);
        _doubles = world.Runs.Doubles.Count;

        var running = new Dictionary<ServerId, string>();
        foreach (var (place, native) in world.Estates.SelectMany(place => place.Servers.Select(one => (place, one))))
        {
            if (!Runs(place, native)) continue;
            var id = native.Key.NativeId;
            if (!_servers.TryGetValue(id, out var server)) continue;
            if (running.TryAdd(server, id)) continue;
            Violated($"server {server} runs as {running[server]} and {id}", id, server);
        }
    }

    private void Check(Estate estate, DoubleRun twice)
    {
        if (IsOutOfReach(estate, twice.Identity)
            && estate.Copies(twice.Identity).Any(copy => copy.IsMaking && twice.Names(copy.Id)))
        {
            world.Counts.Note("copies that came too late and ran beside the server");
            return;
        }

        Violated($"{twice.Identity} runs as {twice.First} and {twice.Second}", twice.Identity);
    }

    private static bool Runs(Estate estate, ResourceObject native) => native.State switch
    {
        ResourceState.Running or ResourceState.Paused => true,
        ResourceState.Provisioning when native.MadeFor?.ToString() is { } mark => !IsOutOfReach(estate, mark)
            && estate.Copies(mark).Any(copy => copy.Executes && copy.IsMaking),
        _ => false,
    };

    /// <summary>Whether nothing can refuse a create of that resource that comes too late.</summary>
    private static bool IsOutOfReach(Estate estate, string resource) =>
        estate.Manners.Launches && !estate.Ports.Contains(resource);
}
