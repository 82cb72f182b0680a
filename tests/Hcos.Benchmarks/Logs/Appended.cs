namespace Hcos.Benchmarks.Logs;

/// <summary>What was appended in one turn.</summary>
/// <param name="Count">Events.</param>
/// <param name="Took">How long that took.</param>
internal readonly record struct Appended(long Count, TimeSpan Took)
{
    /// <summary>Events per second.</summary>
    public double Rate => Count / Took.TotalSeconds;
}
