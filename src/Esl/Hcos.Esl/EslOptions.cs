namespace Hcos.Esl;

/// <summary>The bounds of ESL.</summary>
public sealed record EslOptions
{
    /// <summary>The most instances of one component.</summary>
    public int MostInstances { get; init; } = 1_000;

    /// <summary>The most components of one business system.</summary>
    public int MostComponents { get; init; } = 100;

    /// <summary>
    /// How long a deployment may take before its task ends as failed; the system is kept at all the same.
    /// </summary>
    public TimeSpan DeploymentDeadline { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>Starts or reboots before an instance is replaced.</summary>
    public int HealingsBeforeReplacement { get; init; } = 3;

    /// <summary>The wait after the first healing that did not help; doubled each time.</summary>
    public TimeSpan FirstHealingPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The wait after the first instance that could not be made; doubled each time.</summary>
    public TimeSpan FirstCreationPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest of those waits.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    internal TimeSpan Pause(TimeSpan first, int times)
    {
        var factor = Math.Pow(2, Math.Min(Math.Max(times - 1, 0), 16));
        var pause = first * factor;
        return pause < LongestPause ? pause : LongestPause;
    }
}
