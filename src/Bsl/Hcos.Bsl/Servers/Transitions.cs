using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;

namespace Hcos.Bsl.Servers;

/// <summary>What can be done to a server in which state. Pure.</summary>
internal static class Transitions
{
    /// <summary>
    /// Null when it can be done, <see cref="Decision.Nothing"/> when it is so already, otherwise the refusal. Nothing
    /// is done on doubt.
    /// </summary>
    public static Decision? Check(ServerTaskKind kind, ResourceState state, string? reason) => (kind, state) switch
    {
        (_, ResourceState.Unknown) => Decision.Refuse(
            "unknown",
            $"nobody can see its state now, so nothing is done: {reason ?? "its environment does not answer"}"),
        (_, ResourceState.Missing) => Decision.Refuse(
            "missing", "it was looked for and is not there: delete it, or bring it back on its platform"),
        (ServerTaskKind.Start, ResourceState.Stopped or ResourceState.Suspended or ResourceState.Error) => null,
        (ServerTaskKind.Start or ServerTaskKind.Resume, ResourceState.Running) => Decision.Nothing,
        (ServerTaskKind.Start, ResourceState.Paused) => No(kind, state, "resume it instead"),
        (ServerTaskKind.Stop, ResourceState.Stopped) => Decision.Nothing,
        (ServerTaskKind.Stop, ResourceState.Running or ResourceState.Paused or ResourceState.Suspended
            or ResourceState.Error) => null,
        (ServerTaskKind.Reboot or ServerTaskKind.Pause or ServerTaskKind.Suspend, ResourceState.Running) => null,
        (ServerTaskKind.Pause, ResourceState.Paused) => Decision.Nothing,
        (ServerTaskKind.Suspend, ResourceState.Suspended) => Decision.Nothing,
        (ServerTaskKind.Resume, ResourceState.Paused or ResourceState.Suspended) => null,
        (_, ResourceState.Stopped) when IsOfStopped(kind) => null,
        (_, ResourceState.Suspended) when IsOfStopped(kind) => No(
            kind,
            state,
            "resume it and then stop it, or stop it at once, which gives up the memory that is on disk"),
        _ when IsOfStopped(kind) => No(kind, state, "stop it first"),
        (_, ResourceState.Stopped) => No(kind, state, "start it first"),
        (ServerTaskKind.Reboot or ServerTaskKind.Pause or ServerTaskKind.Suspend,
            ResourceState.Paused or ResourceState.Suspended) => No(kind, state, "resume it first"),
        _ => No(kind, state, "wait until it has another state"),
    };

    /// <summary>Whether it is done to stopped servers only.</summary>
    public static bool IsOfStopped(ServerTaskKind kind) => kind is ServerTaskKind.Resize or ServerTaskKind.Snapshot
        or ServerTaskKind.Revert or ServerTaskKind.DeleteSnapshot;

    /// <summary>What a task begins with. A guest that does not execute cannot be asked to shut down.</summary>
    public static PowerAction FirstAction(ServerTaskKind kind, bool force, ResourceState state) => kind switch
    {
        ServerTaskKind.Stop => force || state != ResourceState.Running ? PowerAction.PowerOff : PowerAction.Shutdown,
        ServerTaskKind.Reboot => PowerAction.Reset,
        ServerTaskKind.Pause => PowerAction.Pause,
        ServerTaskKind.Resume => PowerAction.Resume,
        ServerTaskKind.Suspend => PowerAction.Suspend,
        _ => PowerAction.Start,
    };

    private static Decision No(ServerTaskKind kind, ResourceState state, string instead) =>
        Decision.Refuse("impossible", $"{Word(kind)} is not possible: the server is {Words.Of(state)}; {instead}");

    private static string Word(ServerTaskKind kind) => Words.Of(kind);
}
