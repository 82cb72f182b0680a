namespace Hcos.Cie.Simulators.HyperV.Objects;

/// <summary>What instances of a class are made of.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Namespace">The WMI namespace: <c>root/virtualization/v2</c>.</param>
/// <param name="Keys">The properties that name an instance.</param>
/// <param name="Scalars">The properties that are on the wire exactly once, as nil when there is no value.</param>
/// <param name="Arrays">The properties that are on the wire once for each value.</param>
internal sealed record CimClass(
    string Name,
    string Namespace,
    IReadOnlyList<string> Keys,
    IReadOnlyList<string> Scalars,
    IReadOnlyList<string> Arrays)
{
    /// <summary>What names the class on the wire.</summary>
    public string ResourceUri { get; } = $"{CimClasses.UriRoot}{Namespace}/{Name}";

    /// <summary>Whether a property holds several values.</summary>
    public bool IsArray(string property) => Arrays.Contains(property, StringComparer.OrdinalIgnoreCase);
}
