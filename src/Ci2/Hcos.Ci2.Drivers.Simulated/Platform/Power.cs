using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>Changes of a server's execution.</summary>
internal static class Power
{
    public static PlatformAnswer Set(PlatformState state, ResourceKey key, PowerAction action, DateTimeOffset now)
    {
        if (key.Kind != ResourceKind.Server || !state.Servers.TryGetValue(key.NativeId, out var server))
        {
            return Answers.Missing($"there is no server {key.NativeId}");
        }

        return (server.State, action) switch
        {
            (ResourceState.Stopped, PowerAction.Start) =>
                Execute(state, server, Booting(state, server, now), now, "started"),
            (ResourceState.Stopped, PowerAction.Shutdown or PowerAction.PowerOff) => Answers.Already,
            (ResourceState.Running, PowerAction.Start or PowerAction.Resume) => Answers.Already,
            (ResourceState.Running, PowerAction.Shutdown) => Shutdown(state, server, now),
            (ResourceState.Running, PowerAction.Reset) => Put(state, Booting(state, server, now), now, "reset"),
            (ResourceState.Running, PowerAction.Pause) =>
                Put(state, server with { State = ResourceState.Paused }, now, "paused/user"),
            (ResourceState.Paused, PowerAction.Pause) => Answers.Already,
            (ResourceState.Paused, PowerAction.Resume) =>
                Put(state, Resumed(state, server, now), now, "running/unpaused"),
            (ResourceState.Running, PowerAction.Suspend) => Put(state, Suspended(server), now, "stopped/saved"),
            (ResourceState.Suspended, PowerAction.Suspend) => Answers.Already,
            (ResourceState.Suspended, PowerAction.Start or PowerAction.Resume) =>
                Execute(state, server, Woken(state, server, now), now, "started/restored"),
            (ResourceState.Running or ResourceState.Paused or ResourceState.Suspended, PowerAction.PowerOff) =>
                Put(state, Off(server), now, "stopped/destroyed"),
            _ => Answers.Conflict($"server {server.Name} is {server.State}: {action} is impossible"),
        };
    }

    public static ServerRecord Off(ServerRecord server) =>
        server with { State = ResourceState.Stopped, Address = null, AddressAt = null, OffAt = null };

    public static ServerRecord Booting(PlatformState state, ServerRecord server, DateTimeOffset now) => server with
    {
        State = ResourceState.Running,
        Address = null,
        AddressAt = HasGuest(server) && server.Network is not null ? now + state.Options.Boot : null,
        OffAt = null,
        Starts = server.Starts + 1,
    };

    /// <summary>Whether its host can run it beside what runs there.</summary>
    public static bool CanStart(PlatformState state, ServerRecord server)
    {
        var host = state.Hosts[server.Host];
        return host.Works
            && state.Use.Executing(host.Id) + server.MemoryBytes <= host.MemoryBytes - host.ReservedBytes;
    }

    private static PlatformAnswer Execute(
        PlatformState state, ServerRecord server, ServerRecord executing, DateTimeOffset now, string detail) =>
        CanStart(state, server)
            ? Put(state, executing, now, detail)
            : Answers.Full($"host {server.Host} cannot run it");

    /// <summary>Its memory is on disk with all that it was about to do; an address is of who executes.</summary>
    private static ServerRecord Suspended(ServerRecord server) =>
        server with { State = ResourceState.Suspended, Address = null };

    /// <summary>It goes on: that is no start, and it asks for its address again.</summary>
    private static ServerRecord Woken(PlatformState state, ServerRecord server, DateTimeOffset now) =>
        Resumed(state, server, now) with
        {
            AddressAt = HasGuest(server) && server.Network is not null ? now + state.Options.Boot : null,
        };

    /// <summary>Nobody listens in a server without a system: it was asked, and that is all.</summary>
    private static PlatformAnswer Shutdown(PlatformState state, ServerRecord server, DateTimeOffset now)
    {
        if (!HasGuest(server) || server.OffAt is not null)
        {
            return Answers.Already;
        }

        return Put(state, server with { OffAt = now + state.Options.Shutdown }, now, "shutdown requested");
    }

    private static ServerRecord Resumed(PlatformState state, ServerRecord server, DateTimeOffset now) => server with
    {
        State = ResourceState.Running,
        AddressAt = server.AddressAt is null ? null : now + state.Options.Boot,
        OffAt = server.OffAt is null ? null : now + state.Options.Shutdown,
    };

    private static PlatformAnswer Put(PlatformState state, ServerRecord server, DateTimeOffset now, string detail)
    {
        state.Put(server, now, detail);
        return Answers.Changed;
    }

    private static bool HasGuest(ServerRecord server) => server.Image is not null;
}
