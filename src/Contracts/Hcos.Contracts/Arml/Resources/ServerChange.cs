namespace Hcos.Contracts.Arml.Resources;

/// <summary>What is changed of a stopped server.</summary>
/// <param name="Kind">What.</param>
/// <param name="Size">The size that it is to have; for a revert: the size that it has and keeps.</param>
/// <param name="Snapshot">The snapshot that is taken, gone back to or removed.</param>
public sealed record ServerChange(ServerChangeKind Kind, ServerSize? Size = null, SnapshotSpec? Snapshot = null)
{
    /// <summary>Whether everything is said that the kind needs.</summary>
    public bool IsWhole() => Kind switch
    {
        ServerChangeKind.Resize => Size is not null,
        ServerChangeKind.Snapshot or ServerChangeKind.DeleteSnapshot => Snapshot is not null,
        ServerChangeKind.Revert => Size is not null && Snapshot is not null,
        _ => false,
    };
}

/// <summary>What can be changed of a stopped server.</summary>
public enum ServerChangeKind
{
    /// <summary>Its size.</summary>
    Resize,

    /// <summary>A snapshot of its disk is taken.</summary>
    Snapshot,

    /// <summary>Its disk becomes what it was at a snapshot.</summary>
    Revert,

    /// <summary>A snapshot of its disk is removed; the disk stays.</summary>
    DeleteSnapshot,
}
