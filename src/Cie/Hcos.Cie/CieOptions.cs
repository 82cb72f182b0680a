namespace Hcos.Cie;

/// <summary>The bounds of CIE.</summary>
public sealed record CieOptions
{
    /// <summary>How long an environment may take to answer before it is not registered.</summary>
    public TimeSpan TestDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long ARML may take to close an environment before it is kept after all.</summary>
    public TimeSpan CloseDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest endpoint, credential name or path, in characters.</summary>
    public int LongestText { get; init; } = 2_048;
}
