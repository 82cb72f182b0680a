using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// The ability to keep the content of a stopped server's disk and to go back to it
/// (<see cref="DriverAbility.Snapshots"/>). A driver with it fills <see cref="ServerFacts.Snapshots"/>, and removes a
/// server's snapshots with the server.
/// </summary>
/// <remarks>
/// A snapshot is of the disk: it holds neither memory nor a moment of execution, and going back changes neither name,
/// network nor size. Seed and other read-only disks are no part of it.
/// <code>
/// libvirt    an internal snapshot of the qcow2 disk, named by the snapshot's id; the description holds its name
/// Hyper-V    a checkpoint (Msvm_VirtualSystemSnapshotService), whose notes hold the id
/// OpenStack  an image made from the server (createImage), whose properties hold the id; going back is a rebuild
/// simulated  a copy of what the disk says
/// </code>
/// </remarks>
public interface ISnapshotDriver
{
    /// <summary>
    /// Keeps the content of the disk of a stopped server, and answers with the server by a read begun afterwards. A
    /// snapshot of that identity which is there already is left as it is, whatever state the server is in by now. A
    /// server that is not there is <see cref="DriverFailure.Missing"/>; one that is not stopped, or has another
    /// snapshot of that name, is <see cref="DriverFailure.Conflict"/>; a server without a disk, or a name against
    /// <see cref="ResourceNames"/>, is <see cref="DriverFailure.Invalid"/>.
    /// </summary>
    Task<ResourceObject> SnapshotAsync(ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the disk of a stopped server what it was when the snapshot was taken; what was written since is lost,
    /// other snapshots stay. Answers with the server by a read begun afterwards. A server or snapshot that is not
    /// there is <see cref="DriverFailure.Missing"/>, a server that is not stopped <see cref="DriverFailure.Conflict"/>.
    /// Repeating it before the server was started leads to the same.
    /// </summary>
    /// <param name="key">The server.</param>
    /// <param name="snapshot">Where to.</param>
    /// <param name="size">
    /// The size that the server has and keeps. A platform whose snapshots remember sizes gives it that size again.
    /// </param>
    /// <param name="cancellationToken">Gives up; it may have happened.</param>
    Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a snapshot; the disk stays as it is. Absent is success, and so is a server that is not there.
    /// </summary>
    Task DeleteSnapshotAsync(ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken);
}
