using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Faults;

/// <summary>Somebody who works on the platforms behind the back of HCOS.</summary>
internal sealed class OutsideActor(PlatformWorld world)
{
    private readonly Dice _dice = new(world.Seed, "outside");
    private readonly SortedSet<string> _paused = new(StringComparer.Ordinal);
    private int _names;

    /// <summary>Somebody does something; false when it is not his kind, or there was nothing to do.</summary>
    public bool Happen(FaultKind kind)
    {
        var estate = _dice.Pick(world.Estates);
        return kind switch
        {
            FaultKind.Outside => OnServer(estate),
            FaultKind.Foreign => OnForeign(estate),
            FaultKind.Sickness => Sicken(estate),
            FaultKind.Hosts => OnHost(estate),
            _ => false,
        };
    }

    /// <summary>
    /// Hosts work again, and whoever paused something lets it go on: a paused instance is not healed.
    /// </summary>
    public void Mend()
    {
        foreach (var estate in world.Estates)
        {
            foreach (var host in estate.Hosts)
            {
                estate.Outside($"repair {host}", change =>
                {
                    change.ReserveMemory(host, 0);
                    change.Resize(host, PlatformWorld.HostVcpus, PlatformWorld.HostMemory);
                    change.RepairHost(host);
                });
            }

            foreach (var server in Ours(estate).Where(server => _paused.Contains(server.Key.NativeId)).ToList())
            {
                if (server.State == ResourceState.Paused) Power(estate, server, PowerAction.Resume);
            }
        }
    }

    private static List<ResourceObject> Ours(Estate estate) =>
        [.. estate.Servers.Where(server => !estate.Foreign.ContainsKey(server.Key.NativeId))];

    private bool OnServer(Estate estate)
    {
        var servers = Ours(estate);
        if (servers.Count == 0) return false;
        var server = _dice.Pick(servers);
        switch (_dice.Between(1, 11))
        {
            case <= 4:
                return Power(estate, server, PowerAction.PowerOff);
            case 5:
                if (!Power(estate, server, PowerAction.Pause)) return false;
                _paused.Add(server.Key.NativeId);
                return true;
            case 6:
                return Power(estate, server, PowerAction.Resume);
            case 7:
                return Power(estate, server, PowerAction.Start);
            case 8:
                return Power(estate, server, PowerAction.Reset);
            case 9:
                return estate.Outside(
                    $"delete {server.Key.NativeId}", change => change.Delete(server.Key, false, world.Now));
            case 10:
                var size = new ServerSize(_dice.Between(1, 4), (long)_dice.Between(1, 4) << 30);
                return estate.Outside(
                    $"resize {server.Key.NativeId}", change => change.Resize(server.Key, size, world.Now));
            default:
                var what = $"delete-leaving-disks {server.Key.NativeId}";
                if (!estate.Outside(what, change => change.Delete(server.Key, true, world.Now))) return false;
                estate.LeftBehind.UnionWith(estate.Orphans);
                return true;
        }
    }

    private bool Power(Estate estate, ResourceObject server, PowerAction action) =>
        estate.Outside($"{action} {server.Key.NativeId}", change => change.Power(server.Key, action, world.Now));

    private bool OnForeign(Estate estate)
    {
        if (_dice.Chance(0.2)) return LeaveOrphan(estate);
        if (estate.Foreign.Count < 4 && _dice.Chance(0.5))
        {
            ResourceKey? made = null;
            var memory = (long)_dice.Between(1, 3) << 30;
            estate.Outside("create foreign", change =>
                made = change.CreateServer($"foreign-{++_names}", world.Now, memory));
            if (made is not null) estate.Foreign[made.NativeId] = ResourceState.Stopped;
            return made is not null;
        }

        if (estate.Foreign.Count == 0) return false;
        var id = _dice.Pick([.. estate.Foreign.Keys]);
        var server = estate.Servers.First(candidate => candidate.Key.NativeId == id);
        if (_dice.Chance(0.3))
        {
            estate.Outside($"remove-foreign {id}", change => change.Delete(server.Key, false, world.Now));
            return estate.Foreign.Remove(id);
        }

        var action = server.State == ResourceState.Running ? PowerAction.PowerOff : PowerAction.Start;
        if (!Power(estate, server, action)) return false;
        estate.Foreign[id] = estate.Servers.Single(candidate => candidate.Key == server.Key).State;
        return true;
    }

    /// <summary>Something that an HCOS made appears and is nobody's: a definition that came late, a disk.</summary>
    private bool LeaveOrphan(Estate estate)
    {
        var resource = new ResourceId(DerivedId.From("orphan", estate.Name, $"{world.Seed}", $"{++_names}"));
        if (_dice.Chance(0.5))
        {
            if (!estate.Outside("leave disk", change => change.LeaveDisk(resource))) return false;
            estate.LeftBehind.UnionWith(estate.Orphans);
            return true;
        }

        ResourceKey? left = null;
        if (!estate.Outside("leave definition", change => left = change.LeaveServer(
            $"orphan-{_names}", resource, world.Now, memoryBytes: 64L << 20))) return false;
        estate.Foreign[left!.NativeId] = estate.Servers.Single(server => server.Key == left).State;
        return true;
    }

    /// <summary>A host that dies takes foreign servers with it.</summary>
    private static void Note(Estate estate)
    {
        foreach (var server in estate.Servers.Where(server => estate.Foreign.ContainsKey(server.Key.NativeId)))
        {
            estate.Foreign[server.Key.NativeId] = server.State;
        }
    }

    private bool Sicken(Estate estate)
    {
        var running = Ours(estate).Where(server => server.State == ResourceState.Running).ToList();
        if (running.Count == 0) return false;
        var sick = _dice.Pick(running).Key.NativeId;
        estate.Sick.Add(sick);
        world.Counts.Fault("guest sick");
        world.Tell(estate.Name, $"outside: {sick} is sick");
        return true;
    }

    private bool OnHost(Estate estate)
    {
        var host = _dice.Pick(estate.Hosts);
        var bytes = (long)_dice.Between(1, 8) << 30;
        switch (_dice.Between(1, 4))
        {
            case 1:
                return estate.Outside($"reserve {host}", change => change.ReserveMemory(host, bytes));
            case 3:
                return estate.Outside(
                    $"resize {host}", change => change.Resize(host, PlatformWorld.HostVcpus, bytes));
            case 2:
                if (!estate.Outside($"crash-host {host}", change => change.CrashHost(host, world.Now))) return false;
                Note(estate);
                return true;
            default:
                return estate.Outside($"repair {host}", change => change.RepairHost(host));
        }
    }
}
