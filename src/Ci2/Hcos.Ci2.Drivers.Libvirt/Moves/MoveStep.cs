namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>What a move does next.</summary>
internal enum MoveStep
{
    /// <summary>Nobody has the server.</summary>
    Missing,

    /// <summary>Neither side executes it, nor could go on.</summary>
    Stopped,

    /// <summary>Both have it, and which of them is right is not ours to say.</summary>
    Twice,

    /// <summary>The platform itself is about to remove what arrived in part.</summary>
    Wait,

    /// <summary>The copy at the target never was the server: remove it.</summary>
    ClearTarget,

    /// <summary>The server stands still at the source since a move was cut off: let it go on there.</summary>
    WakeSource,

    /// <summary>Move it.</summary>
    Move,

    /// <summary>Its memory is at the target, and nothing executes at the source: let it go on at the target.</summary>
    WakeTarget,

    /// <summary>The target runs it: remove what the source still has.</summary>
    Release,
}
