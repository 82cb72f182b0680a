using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Measuring;

/// <summary>Processor time up to an instant, or between two of them, in seconds.</summary>
/// <param name="Hcos">Of HCOS, or of the parts of it that run in this process.</param>
/// <param name="Postgres">Of its PostgreSQL.</param>
internal readonly record struct CpuTime(double Hcos, double Postgres)
{
    private const double Microseconds = 1e6;

    /// <summary>Both together.</summary>
    public double Milliseconds => 1000 * (Hcos + Postgres);

    /// <summary>Up to now.</summary>
    /// <param name="process">HCOS.</param>
    /// <param name="postmaster">The first process of its PostgreSQL.</param>
    public static CpuTime Of(int process, int postmaster) =>
        new(ProcessTimes.Of(process), ProcessTimes.OfFamily(postmaster));

    /// <summary>What was used since.</summary>
    public CpuTime Since(CpuTime before) => new(Hcos - before.Hcos, Postgres - before.Postgres);

    /// <summary>What one of so many units cost.</summary>
    public UnitCpu Per(double count, string unit) =>
        new(unit, Hcos * Microseconds / count, Postgres * Microseconds / count);
}
