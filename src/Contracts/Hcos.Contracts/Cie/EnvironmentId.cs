using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Cie;

/// <summary>The identity of an infrastructure environment.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct EnvironmentId(Guid Value) : ITypedId<EnvironmentId>
{
    /// <inheritdoc/>
    public static EnvironmentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
