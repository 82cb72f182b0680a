namespace Hcos.Contracts.Arml.Resources;

/// <summary>How the platform itself names a resource inside one environment.</summary>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="NativeId">
/// The platform's own stable identity, unique in the environment for the kind: a libvirt domain's or network's UUID,
/// a volume's <c>pool/name</c>, a host's UUID.
/// </param>
public sealed record ResourceKey(ResourceKind Kind, string NativeId)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}/{NativeId}";
}
