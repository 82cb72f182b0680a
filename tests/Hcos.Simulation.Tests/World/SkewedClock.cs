namespace Hcos.Simulation.Tests.World;

/// <summary>The clock of one process: virtual time, a little wrong.</summary>
internal sealed class SkewedClock(TimeProvider time, TimeSpan skew) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + skew;

    public override long GetTimestamp() => time.GetTimestamp();
}
