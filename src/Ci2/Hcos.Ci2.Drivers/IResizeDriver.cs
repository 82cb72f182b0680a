using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>The ability to make a stopped server larger or smaller (<see cref="DriverAbility.Resize"/>).</summary>
public interface IResizeDriver
{
    /// <summary>
    /// Gives a stopped server processors, memory and disk as <paramref name="size"/> says, and answers with a read
    /// begun afterwards. Repeating it changes nothing. A server that is not there is
    /// <see cref="DriverFailure.Missing"/>, one that is not stopped <see cref="DriverFailure.Conflict"/>; a size that
    /// cannot be, a disk smaller than the one that is there, or a disk for a server without one is
    /// <see cref="DriverFailure.Invalid"/>; what the platform has not got is <see cref="DriverFailure.Exhausted"/>.
    /// Cut off half-way the server may have a part of the new size; a repeat leads to the whole.
    /// </summary>
    /// <remarks>
    /// <code>
    /// libvirt    the volume is resized, then the definition replaced by one with other processors and memory
    /// Hyper-V    Resize-VHD of the server's own disk, then its processor and memory settings modified; a disk that
    ///            has checkpoints keeps its size (conflict)
    /// OpenStack  a flavor of that size: resize, wait for VERIFY_RESIZE, confirm; the server ends as it began: off
    /// simulated  at once
    /// </code>
    /// </remarks>
    Task<ResourceObject> ResizeAsync(ResourceKey key, ServerSize size, CancellationToken cancellationToken);
}
