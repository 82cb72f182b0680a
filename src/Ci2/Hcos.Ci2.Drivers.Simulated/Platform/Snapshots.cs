using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>Snapshots of the disks of stopped servers.</summary>
internal static class Snapshots
{
    public static PlatformAnswer Take(PlatformState state, PlatformCall.TakeSnapshot take, DateTimeOffset now)
    {
        if (Find(state, take.Key) is { } there && there.Snapshots.Any(kept => kept.Id == take.Snapshot.Id))
        {
            return Answers.Already;
        }

        if (!ResourceNames.IsValid(take.Snapshot.Name))
        {
            return Answers.Invalid($"a snapshot's name must be {ResourceNames.Rule}");
        }

        if (Stopped(state, take.Key, out var server) is { } refused) return refused;
        if (state.DiskOf(server) is not { } disk) return Answers.Invalid("it has no disk");
        if (server.Snapshots.Any(kept => kept.Name == take.Snapshot.Name))
        {
            return Answers.Conflict($"another snapshot of {server.Name} is named {take.Snapshot.Name}");
        }

        var taken = new SnapshotRecord(take.Snapshot.Id, take.Snapshot.Name, disk.Content, disk.CapacityBytes);
        IReadOnlyList<SnapshotRecord> all =
            [.. server.Snapshots.Append(taken).OrderBy(kept => kept.Name, StringComparer.Ordinal)];
        state.Put(server with { Snapshots = all }, now, "snapshot taken");
        return Answers.Changed;
    }

    public static PlatformAnswer Revert(PlatformState state, PlatformCall.RevertDisk revert, DateTimeOffset now)
    {
        if (Stopped(state, revert.Key, out var server) is { } refused) return refused;
        if (server.Snapshots.FirstOrDefault(kept => kept.Id == revert.Snapshot) is not { } kept)
        {
            return Answers.Missing($"{server.Name} has no snapshot {revert.Snapshot}");
        }

        if (state.DiskOf(server) is not { } disk) return Answers.Missing("its disk is not there");
        var before = disk with { Content = kept.Content, CapacityBytes = kept.CapacityBytes };
        if (before == disk) return Answers.Already;
        state.PutVolume(before);
        state.Put(server, now, "reverted");
        return Answers.Changed;
    }

    public static PlatformAnswer Remove(PlatformState state, PlatformCall.RemoveSnapshot remove, DateTimeOffset now)
    {
        if (Find(state, remove.Key) is not { } server || server.Snapshots.All(kept => kept.Id != remove.Snapshot))
        {
            return Answers.Already;
        }

        state.Put(
            server with { Snapshots = [.. server.Snapshots.Where(kept => kept.Id != remove.Snapshot)] },
            now,
            "snapshot removed");
        return Answers.Changed;
    }

    /// <summary>Why a server is not there, or not off; null, and the server, when it is both.</summary>
    public static PlatformAnswer? Stopped(PlatformState state, ResourceKey key, out ServerRecord server)
    {
        server = Find(state, key)!;
        return server switch
        {
            null => Answers.Missing($"there is no server {key.NativeId}"),
            { State: ResourceState.Stopped } => null,
            _ => Answers.Conflict($"server {server.Name} is {server.State}: stop it first"),
        };
    }

    public static ServerRecord? Find(PlatformState state, ResourceKey key) =>
        key.Kind == ResourceKind.Server ? state.Servers.GetValueOrDefault(key.NativeId) : null;
}
