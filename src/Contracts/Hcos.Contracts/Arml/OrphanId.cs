using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml;

/// <summary>The identity of an orphan: it follows from where it is and how the platform names it.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct OrphanId(Guid Value) : ITypedId<OrphanId>
{
    /// <inheritdoc/>
    public static OrphanId From(Guid value) => new(value);

    /// <summary>The identity of what has this key there.</summary>
    public static OrphanId Of(EnvironmentId environment, ResourceKey key) =>
        new(DerivedId.From("orphan", environment.ToString(), key.ToString()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
