namespace Hcos.Usl.Services;

/// <summary>One member of an operation that clients can set.</summary>
/// <param name="Name">Its name in JSON: <c>memoryBytes</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Type">Its type in the message, without <c>Nullable</c>.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Default">What it is when it is not given.</param>
/// <param name="Help">One sentence with units and default.</param>
internal sealed record OperationMember(
    string Name, MemberKind Kind, Type Type, bool IsRequired, object? Default, string Help)
{
    /// <summary>The noun that a reference refers to.</summary>
    public string? Noun { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public long? Least { get; init; }

    /// <summary>The largest number allowed.</summary>
    public long? Most { get; init; }

    /// <summary>The words allowed.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The option of the command line: <c>memory</c> for <c>memoryBytes</c>.</summary>
    public string Option { get; } =
        Words.Kebab(Kind == MemberKind.Size && Name.EndsWith("Bytes", StringComparison.Ordinal) ? Name[..^5] : Name);
}
