namespace Hcos.Benchmarks.Running;

/// <summary>Processor time of one unit of what was measured, in microseconds.</summary>
/// <param name="Of">The unit: <c>event</c>, <c>create</c>, <c>start</c>.</param>
/// <param name="Hcos">Of HCOS, or of the parts of it that run in the benchmark's process, its load included.</param>
/// <param name="Postgres">Of PostgreSQL; null where only the other was measured.</param>
internal sealed record UnitCpu(string Of, double Hcos, double? Postgres)
{
    /// <summary>Both together.</summary>
    public double All => Hcos + (Postgres ?? 0);
}
