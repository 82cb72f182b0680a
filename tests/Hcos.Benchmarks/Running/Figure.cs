using System.Text.Json.Serialization;

namespace Hcos.Benchmarks.Running;

/// <summary>One measured figure, with what it is measured against.</summary>
/// <param name="Benchmark">The benchmark that measured it.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what: <c>/s</c>, <c>ms</c>, <c>ms CPU</c>, <c>MB</c>.</param>
internal sealed record Figure(string Benchmark, string Name, double Value, string Unit)
{
    /// <summary>The best that this machine does in the same run; null where there is no such thing.</summary>
    public double? Ceiling { get; init; }

    /// <summary>What the ceiling is.</summary>
    public string? CeilingName { get; init; }

    /// <summary>The figure as a part of its ceiling.</summary>
    public double? Ratio => Value / Ceiling;

    /// <summary>Processor time of one unit of it, in microseconds; null where none was measured.</summary>
    public UnitCpu? CpuMicroseconds { get; init; }

    /// <summary>What is aimed at; null where a figure only informs.</summary>
    public Target? Target { get; init; }

    /// <summary>Whether the target is reached; null without one.</summary>
    public bool? IsReached => Target?.IsReachedBy(this);

    /// <summary>What a reader should know beside.</summary>
    public string? Note { get; init; }

    /// <summary>Whether missing the target is a fault of the program, not of the machine or the moment.</summary>
    [JsonIgnore]
    public bool IsPromise { get; init; }
}

/// <summary>What a figure should be.</summary>
/// <param name="Limit">The bound.</param>
/// <param name="IsLeast">Whether it bounds from below.</param>
/// <param name="IsOfRatio">Whether it bounds the part of the ceiling, not the value.</param>
internal sealed record Target(double Limit, bool IsLeast, bool IsOfRatio)
{
    public static Target AtLeast(double limit) => new(limit, IsLeast: true, IsOfRatio: false);

    public static Target AtMost(double limit) => new(limit, IsLeast: false, IsOfRatio: false);

    public static Target RatioAtLeast(double limit) => new(limit, IsLeast: true, IsOfRatio: true);

    public static Target RatioAtMost(double limit) => new(limit, IsLeast: false, IsOfRatio: true);

    public bool IsReachedBy(Figure figure)
    {
        var measured = IsOfRatio ? figure.Ratio ?? double.NaN : figure.Value;
        return IsLeast ? measured >= Limit : measured <= Limit;
    }
}
