namespace Hcos.Cie.Simulators.Wire;

/// <summary>An answer over HTTP, before anything goes wrong with it.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">What the body is; null without a body.</param>
/// <param name="Body">The body.</param>
internal sealed record WireAnswer(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>One without a body.</summary>
    public static WireAnswer Empty(int status) => new(status, null, ReadOnlyMemory<byte>.Empty);
}
