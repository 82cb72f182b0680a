using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml.Resources;

/// <summary>
/// The identity HCOS gives a snapshot of a server. It is what makes a repeat harmless, on every platform.
/// </summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct SnapshotId(Guid Value) : ITypedId<SnapshotId>
{
    /// <inheritdoc/>
    public static SnapshotId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
