using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>Changes of a stopped server's size.</summary>
internal static class Sizes
{
    public static PlatformAnswer Change(
        PlatformState state, PlatformCall.ResizeServer resize, DateTimeOffset now)
    {
        if (Snapshots.Stopped(state, resize.Key, out var server) is { } refused) return refused;
        var size = resize.Size;
        var disk = state.DiskOf(server);
        if (Definitions.MalformedSize(size.Vcpus, size.MemoryBytes, size.DiskBytes) is { } malformed) return malformed;
        if (size.DiskBytes > 0 && (disk is null || size.DiskBytes < disk.CapacityBytes))
        {
            return Answers.Invalid(disk is null ? "it has no disk" : "a disk only grows");
        }

        if (Definitions.Free(state, state.Hosts[server.Host]) < size.MemoryBytes - server.MemoryBytes)
        {
            return Answers.Full($"host {server.Host} has not the memory");
        }

        return Put(state, server, disk, size, now);
    }

    private static PlatformAnswer Put(
        PlatformState state, ServerRecord server, VolumeRecord? disk, ServerSize size, DateTimeOffset now)
    {
        var grown = disk is not null && size.DiskBytes > disk.CapacityBytes;
        var resized = server with { Vcpus = size.Vcpus, MemoryBytes = size.MemoryBytes };
        if (!grown && resized == server) return Answers.Already;
        if (grown) state.PutVolume(disk! with { CapacityBytes = size.DiskBytes });
        state.Put(resized, now, "resized");
        return Answers.Changed;
    }
}
