namespace Hcos.Simulation.Tests.World;

/// <summary>The clock of one process: virtual time, a little wrong, until somebody sets it otherwise.</summary>
internal sealed class SkewedClock(TimeProvider time, TimeSpan skew) : TimeProvider
{
    /// <summary>By how much it is wrong.</summary>
    public TimeSpan Skew { get; set; } = skew;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Skew;

    public override long GetTimestamp() => time.GetTimestamp();
}
