using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Resources;

/// <summary>Whatever comes in whatever order: no claim beyond what is known, and everything comes to rest.</summary>
public sealed class LedgerProperties
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_claim_is_accepted_beyond_what_is_known_and_all_come_to_rest(int seed)
    {
        var random = new Random(seed);
        var world = new ArmlWorld();
        world.See(HostObject("h2", 2, 16));
        var tasks = new Dictionary<Guid, RunDriverTask>();
        for (var i = 0; i < 150; i++)
        {
            Step(world, random, i);
            End(world, tasks, random);
            Check(world);
        }

        foreach (var claimed in world.Layer.Of<CapacityClaimed>())
        {
            world.Layer.Command(new ReleaseResource(claimed.Resource, null));
        }

        for (var i = 0; i < 50 && world.Layer.Status.Owed > 0; i++)
        {
            world.Layer.Advance(TimeSpan.FromSeconds(70));
            End(world, tasks, null);
        }

        Assert.Equal(0, world.Layer.Status.Owed);
        Assert.Equal(world.Layer.Of<CapacityClaimed>().Count, world.Layer.Of<ClaimReleased>().Count);
        Assert.NotEmpty(world.Layer.Of<CapacityClaimed>());
        Assert.DoesNotContain(world.Layer.Notices, notice => notice.Kind != Hcos.Kernel.Layers.NoticeKind.Degraded);
    }

    private static void Step(ArmlWorld world, Random random, int i)
    {
        var known = world.Layer.Of<CapacityClaimed>();
        var id = new ResourceId(DerivedId.From("r", $"{i}"));
        var host = random.Next(2) == 0 ? "h1" : "h2";
        switch (random.Next(10))
        {
            case < 4:
                world.Layer.Command(new ClaimCapacity(
                    new(DerivedId.From("c", $"{i}")),
                    id,
                    world.Lab,
                    host,
                    new(random.Next(1, 20), random.Next(1, 12) * Gib, random.Next(0, 200) * Gib),
                    new(id, ResourceKind.Server, "x") { Server = new(1, Gib) },
                    world.Layer.Now + TimeSpan.FromSeconds(random.Next(1, 100))));
                break;
            case < 5 when known.Count > 0:
                world.Layer.Command(new ReleaseResource(known[random.Next(known.Count)].Resource, null));
                break;
            case 6:
                var (vcpus, gib) = (random.Next(1, 10), random.Next(1, 10));
                world.See(ServerObject($"foreign-{random.Next(3)}", vcpus: vcpus, gib: gib));
                break;
            case 7:
                world.See(HostObject(host, random.Next(1, 8), random.Next(8, 64)));
                break;
            case < 6 when known.Count > 1:
                world.Layer.Command(new ChangeServer(
                    known[random.Next(known.Count)].Resource,
                    DerivedId.From("change", $"{i}"),
                    new(ServerChangeKind.Resize, new(
                        random.Next(1, 20), random.Next(1, 12) * Gib, random.Next(0, 200) * Gib)),
                    world.Layer.Now + TimeSpan.FromSeconds(random.Next(1, 100))));
                break;
            case 8:
                world.Layer.Restart();
                break;
            default:
                world.Layer.Advance(TimeSpan.FromSeconds(random.Next(1, 30)));
                break;
        }
    }

    /// <summary>CI2 ends some of the tasks that it was sent; without dice, all of them and well.</summary>
    private static void End(ArmlWorld world, Dictionary<Guid, RunDriverTask> tasks, Random? random)
    {
        foreach (var command in world.Layer.Commands.ToList())
        {
            var task = (RunDriverTask)command.Body;
            if (tasks.ContainsKey(task.Task) || random?.Next(3) == 0) continue;
            tasks.Add(task.Task, task);
            var isWell = random is null || random.Next(4) > 0;
            var seen = task.Action == DriverAction.Delete ? null : ServerObject(task.Resource.ToString());
            world.Ended(
                task, isWell ? DriverTaskOutcome.Done : (DriverTaskOutcome)random!.Next(1, 8), isWell ? seen : null);
        }
    }

    /// <summary>Replays the log: at each acceptance the claim fitted into what was told before.</summary>
    private static void Check(ArmlWorld world)
    {
        var hosts = new Dictionary<string, HostCapacityChanged>();
        var claimed = new Dictionary<string, Capacity>();
        foreach (var happened in world.Layer.Log.Select(e => e.Body))
        {
            if (happened is HostCapacityChanged host) hosts[host.Host] = host;
            if (happened is ClaimReleased over) claimed[over.Host] -= over.Amount;
            if (happened is ClaimResized resized)
            {
                var more = resized.Amount - resized.Former;
                if (hosts[resized.Host] is { IsUsable: true } room) Fits(room, claimed, more);
                claimed[resized.Host] += more;
            }

            if (happened is not CapacityClaimed claim) continue;
            var (before, known) = (claimed.GetValueOrDefault(claim.Host), hosts[claim.Host]);
            var disk = claimed.Values.Sum(other => other.DiskBytes);
            var free = known.Total - known.Foreign - (before with { DiskBytes = disk });
            Assert.True(known.IsUsable);
            Assert.True(claim.Amount.FitsInto(free) || (claim.Amount.DiskBytes == 0 && free.DiskBytes < 0));
            claimed[claim.Host] = before + claim.Amount;
        }
    }

    /// <summary>More of anything is only claimed where there is as much.</summary>
    private static void Fits(HostCapacityChanged host, Dictionary<string, Capacity> claimed, Capacity more)
    {
        var free = host.Total - host.Foreign
            - (claimed.GetValueOrDefault(host.Host) with { DiskBytes = claimed.Values.Sum(c => c.DiskBytes) });
        Assert.True(more.Vcpus <= 0 || more.Vcpus <= free.Vcpus);
        Assert.True(more.MemoryBytes <= 0 || more.MemoryBytes <= free.MemoryBytes);
        Assert.True(more.DiskBytes <= 0 || more.DiskBytes <= free.DiskBytes);
    }
}
