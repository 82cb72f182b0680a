namespace Hcos.Bsl.Placement;

/// <summary>What running a server costs, in any one currency of the whole estate.</summary>
/// <param name="PerVcpuHour">For each virtual processor and hour.</param>
/// <param name="PerGibHour">For each GiB of memory and hour.</param>
public sealed record Price(float PerVcpuHour, float PerGibHour)
{
    /// <summary>Nothing.</summary>
    public static Price None { get; } = new(0f, 0f);
}
