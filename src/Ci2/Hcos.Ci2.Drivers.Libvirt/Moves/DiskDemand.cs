namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>A disk that a target must have.</summary>
/// <param name="Device">What the guest's bus calls it: <c>vda</c>.</param>
/// <param name="Name">Name of its volume, the same in the target's pool of disks.</param>
/// <param name="Format">How it is stored: <c>qcow2</c>, <c>raw</c>.</param>
/// <param name="Bytes">Size that the guest sees.</param>
/// <param name="IsReadOnly">Whether the guest only reads it.</param>
internal sealed record DiskDemand(string Device, string Name, string Format, long Bytes, bool IsReadOnly);
