using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>The identity of a server for people and programs. Its resources have identities of their own.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct ServerId(Guid Value) : ITypedId<ServerId>
{
    /// <inheritdoc/>
    public static ServerId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
