using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml;

/// <summary>The identity of one reaping of orphans.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct ReapId(Guid Value) : ITypedId<ReapId>
{
    /// <inheritdoc/>
    public static ReapId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
