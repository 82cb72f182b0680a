using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>The identity of many servers that were asked for at once.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct SeriesId(Guid Value) : ITypedId<SeriesId>
{
    /// <inheritdoc/>
    public static SeriesId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
