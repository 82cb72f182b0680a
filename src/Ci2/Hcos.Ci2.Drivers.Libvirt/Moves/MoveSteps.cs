namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>
/// Which side has the server, decided by what is seen on both. A source that has a process is always right: its memory
/// is whole, and the copy at the target, which has not executed, is not. Pure.
/// </summary>
internal static class MoveSteps
{
    /// <summary>The next step of a move when no job of it is under way.</summary>
    public static MoveStep Of(Presence source, Presence target) => (source, target) switch
    {
        (Presence.Absent, Presence.Absent) => MoveStep.Missing,
        (Presence.Absent, _) => MoveStep.Release,
        (Presence.Off, Presence.Running) => MoveStep.Release,
        (Presence.Off, Presence.Paused) => MoveStep.WakeTarget,
        (Presence.Off, Presence.Held) => MoveStep.Wait,
        (Presence.Off, _) => MoveStep.Stopped,
        (_, Presence.Running) => MoveStep.Twice,
        (_, not Presence.Absent) => MoveStep.ClearTarget,
        (Presence.Held, _) => MoveStep.WakeSource,
        (Presence.Paused, _) => MoveStep.Stopped,
        _ => MoveStep.Move,
    };
}
