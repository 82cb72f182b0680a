namespace Hcos.Contracts.Ci2;

/// <summary>What is asked of a platform for whoever waits for the answer: a console, a server's usage.</summary>
public static class PlatformInquiry
{
    /// <summary>
    /// CI2 has answered by then, with what it read or with why it did not. Whoever asks waits longer: what is given up
    /// earlier may be on its way.
    /// </summary>
    public static TimeSpan LongestAnswer { get; } = TimeSpan.FromSeconds(12);
}
