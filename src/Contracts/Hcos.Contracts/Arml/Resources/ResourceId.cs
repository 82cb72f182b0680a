using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml.Resources;

/// <summary>
/// The identity HCOS gives a resource. It is the native identity too, wherever the platform lets us choose one
/// (libvirt: the domain's UUID), so that a create that is repeated meets what the first one made.
/// </summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct ResourceId(Guid Value) : ITypedId<ResourceId>
{
    /// <inheritdoc/>
    public static ResourceId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
