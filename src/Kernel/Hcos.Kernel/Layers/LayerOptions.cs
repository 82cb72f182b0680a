namespace Hcos.Kernel.Layers;

/// <summary>The bounds of a layer.</summary>
public sealed record LayerOptions
{
    /// <summary>The wait before the first repeat of what is owed.</summary>
    public TimeSpan FirstRepeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two repeats.</summary>
    public TimeSpan LongestRepeat { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an owner may be silent before a layer that starts no longer waits for it.</summary>
    public TimeSpan SilentOwner { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait before a replay is asked for again.</summary>
    public TimeSpan ReplayRepeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an event may wait for its cause, where the layer orders by cause.</summary>
    public TimeSpan LongestWaitForCause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From this attempt on a process counts as degraded.</summary>
    public int DegradedFrom { get; init; } = 5;

    /// <summary>How long ids are remembered beyond their <c>notAfter</c>, so that late doubles stay silent.</summary>
    public TimeSpan RememberBeyond { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a mark that something is gone is kept when the creation's <c>notAfter</c> is not told.
    /// </summary>
    public TimeSpan GoneMark { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often in a row events of the layer may lead to further ones, from one input.</summary>
    public int DeepestCascade { get; init; } = 100;

    /// <summary>The most events of the layer that one input may lead to in all: far more than anything has.</summary>
    public int MostInCascade { get; init; } = 1_000_000;

    /// <summary>How much of what is due is begun in one step; the rest waits for the next one.</summary>
    public int MostDueInStep { get; init; } = 10_000;

    /// <summary>
    /// How long a stream that has come to its end stays in memory. Longer than any command may be on its way and any
    /// read may take.
    /// </summary>
    public TimeSpan KeepFinal { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The most streams that leave memory by one event.</summary>
    public int MostForgottenAtOnce { get; init; } = 500;

    /// <summary>The wait between two such events while fewer are due.</summary>
    public TimeSpan ForgetEvery { get; init; } = TimeSpan.FromMinutes(1);
}
