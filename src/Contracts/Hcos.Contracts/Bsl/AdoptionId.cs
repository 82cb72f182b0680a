using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>The identity of one adoption, of one server or of many at once.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct AdoptionId(Guid Value) : ITypedId<AdoptionId>
{
    /// <inheritdoc/>
    public static AdoptionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
