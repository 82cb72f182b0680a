namespace Hcos.Bsl.Placement;

/// <summary>What a host draws.</summary>
/// <param name="IdleWatts">When it runs nothing.</param>
/// <param name="PeakWatts">When all its processors are claimed.</param>
public sealed record Power(float IdleWatts, float PeakWatts)
{
    /// <summary>Nothing that is known.</summary>
    public static Power None { get; } = new(0f, 0f);
}
