using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>Definitions of servers: looked over before anything is made, made, converged, taken away.</summary>
internal static class Definitions
{
    /// <summary>What the platform can run at all; what is above is a mistake and not a lack.</summary>
    private const int MostVcpus = 1024;

    public static PlatformAnswer Check(PlatformState state, ResourceSpec spec) =>
        Malformed(spec) ?? Taken(state, spec) ?? Exists(state, spec) ?? Lacking(state, spec) ?? Answers.Already;

    public static PlatformAnswer Define(PlatformState state, ResourceSpec spec, DateTimeOffset now)
    {
        if ((Malformed(spec) ?? Taken(state, spec)) is { } refused) return refused;
        return state.Servers.TryGetValue(spec.Id.ToString(), out var server)
            ? Converge(state, server, spec, now)
            : Lacking(state, spec) ?? Make(state, spec, now);
    }

    /// <summary>Why a server as the spec says cannot be made now; null when it can.</summary>
    public static PlatformAnswer? Refusal(PlatformState state, ResourceSpec spec) =>
        Malformed(spec) ?? Taken(state, spec) ?? Lacking(state, spec);

    /// <summary>A server as the spec says, with nothing attached: being made where the platform gives ids.</summary>
    public static ServerRecord New(PlatformState state, ResourceSpec spec, string id)
    {
        var wanted = spec.Server!;
        var (resource, host) = (spec.Id.ToString(), wanted.Host ?? Roomiest(state, wanted.MemoryBytes)!.Id);
        return new(id, resource, spec.Name, wanted.Vcpus, wanted.MemoryBytes, host)
        {
            Mark = resource,
            IsMaking = state.Options.Manners.PicksIds,
        };
    }

    public static PlatformAnswer Undefine(PlatformState state, ResourceKey key, DateTimeOffset now)
    {
        if (!state.Servers.TryGetValue(key.NativeId, out var server))
        {
            return Answers.Already;
        }

        if (server.Executes)
        {
            return Answers.Conflict($"server {server.Name} executes");
        }

        state.Remove(server, now, "undefined");
        return Answers.Changed;
    }

    /// <summary>The host with the most free memory, of equals the smallest id; null when none can take it.</summary>
    public static HostRecord? Roomiest(PlatformState state, long memory) =>
        state.Hosts.Values
            .Where(host => host.Works && Free(state, host) >= memory)
            .MaxBy(host => Free(state, host));

    private static PlatformAnswer? Malformed(ResourceSpec spec)
    {
        var server = spec.Server!;
        if (!ResourceNames.IsValid(spec.Name))
        {
            return Answers.Invalid($"a server's name must be {ResourceNames.Rule}");
        }

        return MalformedSize(server.Vcpus, server.MemoryBytes, server.DiskBytes);
    }

    /// <summary>Why no server can have that size; null when one can.</summary>
    public static PlatformAnswer? MalformedSize(int vcpus, long memoryBytes, long diskBytes)
    {
        if (vcpus is < 1 or > MostVcpus)
        {
            return Answers.Invalid($"vcpus must be from 1 to {MostVcpus}");
        }

        return memoryBytes < 1 || diskBytes < 0
            ? Answers.Invalid("memory must be above zero and a disk's size not below it")
            : null;
    }

    private static PlatformAnswer? Taken(PlatformState state, ResourceSpec spec) =>
        state.IsTaken(spec.Name, spec.Id.ToString()) ? Answers.Conflict($"another server is named {spec.Name}") : null;

    /// <summary>What exists needs nothing any more; its definition is looked over when it is converged.</summary>
    private static PlatformAnswer? Exists(PlatformState state, ResourceSpec spec) =>
        state.Copies.IsThere(spec.Id.ToString()) ? Answers.Already : null;

    private static PlatformAnswer? Lacking(PlatformState state, ResourceSpec spec)
    {
        var server = spec.Server!;
        if (server.Image is { } image && !state.Images.ContainsKey(image))
        {
            return Answers.Missing($"there is no image {image}");
        }

        if (server.Network is { } network && !state.Networks.ContainsKey(network))
        {
            return Answers.Missing($"there is no network {network}");
        }

        if (server.Host is null)
        {
            return Roomiest(state, server.MemoryBytes) is null ? Answers.Full("no host has the memory") : null;
        }

        if (!state.Hosts.TryGetValue(server.Host, out var host))
        {
            return Answers.Missing($"there is no host {server.Host}");
        }

        return !host.Works || Free(state, host) < server.MemoryBytes
            ? Answers.Full($"host {host.Id} has not the memory")
            : null;
    }

    private static PlatformAnswer Make(PlatformState state, ResourceSpec spec, DateTimeOffset now)
    {
        var wanted = spec.Server!;
        var id = spec.Id.ToString();
        var volumes = state.DisksOf(id);
        if (wanted.Image is not null && volumes.Count == 0)
        {
            return Answers.Missing("its disk is not there");
        }

        state.Put(
            New(state, spec, id) with
            {
                Volumes = [.. volumes.Select(volume => volume.Id)],
                Image = wanted.Image,
                Network = wanted.Network,
                UserData = wanted.UserData,
            },
            now,
            "defined");
        return Answers.Changed;
    }

    /// <summary>Name and sizes follow the spec; disks, host and execution of what is there stay.</summary>
    public static PlatformAnswer Converge(
        PlatformState state, ServerRecord server, ResourceSpec spec, DateTimeOffset now)
    {
        var converged = server with
        {
            Name = spec.Name,
            Vcpus = spec.Server!.Vcpus,
            MemoryBytes = spec.Server.MemoryBytes,
        };
        if (converged == server)
        {
            return Answers.Already;
        }

        if (Free(state, state.Hosts[server.Host]) < converged.MemoryBytes - server.MemoryBytes)
        {
            return Answers.Full($"host {server.Host} has not the memory");
        }

        state.Put(converged, now, "redefined");
        return Answers.Changed;
    }

    /// <summary>The memory that a host has left.</summary>
    public static long Free(PlatformState state, HostRecord host) =>
        host.MemoryBytes - host.ReservedBytes - state.Use.Defined(host.Id);
}
