namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>What one host has of a server, as far as a move is concerned.</summary>
internal enum Presence
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>Its definition, and no process.</summary>
    Off,

    /// <summary>A process that stands still because it was paused; at a target also: because it has arrived.</summary>
    Paused,

    /// <summary>A process that stands still because it is (or was) being moved, away or hither.</summary>
    Held,

    /// <summary>A process that executes.</summary>
    Running,
}
