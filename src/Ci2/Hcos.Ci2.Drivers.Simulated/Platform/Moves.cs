using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>The move of a running server from one platform to another, in one instant.</summary>
internal static class Moves
{
    public static PlatformAnswer Move(
        PlatformState source, PlatformState target, PlatformCall.MoveServer move, DateTimeOffset now)
    {
        if (target.Status.NativeIdentity != move.Identity) return Answers.Missing("another estate answers there");
        var there = target.Copies.Find(move.Key);
        if (source.Servers.GetValueOrDefault(move.Own.NativeId) is not { } server)
        {
            return there is null ? Answers.Missing($"neither side has {move.Key}") : Answers.Already;
        }

        if (there is not null) return Answers.Conflict($"both sides have {server.Name}");
        return Refusal(target, server) ?? Carry(source, target, server, now);
    }

    private static PlatformAnswer? Refusal(PlatformState target, ServerRecord server) => server switch
    {
        { State: not ResourceState.Running } => Answers.Conflict($"server {server.Name} is {server.State}"),
        { Snapshots.Count: > 0 } => Answers.Conflict($"server {server.Name} has snapshots"),
        _ when target.IsTaken(server.Name) => Answers.Conflict($"another server is named {server.Name}"),
        { Network: { } network } when !target.Networks.ContainsKey(network) =>
            Answers.Missing($"there is no network {network}"),
        _ when Definitions.Roomiest(target, server.MemoryBytes) is null => Answers.Full("no host has the memory"),
        _ => null,
    };

    /// <summary>First it ends there, then it begins here: nobody ever sees it twice.</summary>
    private static PlatformAnswer Carry(
        PlatformState source, PlatformState target, ServerRecord server, DateTimeOffset now)
    {
        var disks = server.Volumes.Select(id => source.Volumes[id]).ToList();
        source.Remove(server, now, "undefined/migrated");
        foreach (var disk in disks)
        {
            source.RemoveVolume(disk.Id);
            target.PutVolume(disk);
        }

        if (server.Mark is { } mark && source.Ports.All.Contains(mark))
        {
            source.Ports.Remove(mark);
            target.Ports.Hold(mark, server.Id);
        }

        var isExpecting = server.Address is not null || server.AddressAt is not null;
        target.Put(
            server with
            {
                Host = Definitions.Roomiest(target, server.MemoryBytes)!.Id,
                Address = null,
                AddressAt = isExpecting ? now + target.Options.Boot : null,
            },
            now,
            "started/migrated");
        return Answers.Changed;
    }
}
