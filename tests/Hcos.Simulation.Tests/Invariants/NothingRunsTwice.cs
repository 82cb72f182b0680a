using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 2: a server identity never runs twice, whatever is cut, crashed or repeated: neither one resource in two places, nor
/// two resources that were made for the same server.
/// </summary>
internal sealed class NothingRunsTwice(PlatformWorld world) : Invariant
{
    private readonly Dictionary<string, ServerId> _servers = new(StringComparer.Ordinal);

    public override string Name => "2: nothing runs twice";

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Body is ServerAdopting adopting) _servers[adopting.Native.Key.NativeId] = adopting.Server;
        if (happened.Body is ServerPlaced placed) _servers[placed.Resource.ToString()] = placed.Server;
    }

    public override void PlatformChanged(Estate estate)
    {
        if (world.Runs.Doubles.Count > 0)
        {
            var twice = world.Runs.Doubles[0];
            Violated($"{twice.Identity} runs as {twice.First} and {twice.Second}", twice.Identity);
        }

        var running = new Dictionary<ServerId, string>();
        foreach (var native in world.Estates.SelectMany(candidate => candidate.Servers))
        {
            if (native.State is not (ResourceState.Running or ResourceState.Paused)) continue;
            var id = native.Key.NativeId;
            if (!_servers.TryGetValue(id, out var server)) continue;
            if (running.TryAdd(server, id)) continue;
            Violated($"server {server} runs as {running[server]} and {id}", id, server);
        }
    }
}
