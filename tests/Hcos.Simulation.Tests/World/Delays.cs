namespace Hcos.Simulation.Tests.World;

/// <summary>How long things take, drawn from the seed.</summary>
internal sealed class Delays(int seed)
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromMilliseconds(500);
    private readonly Dice _dice = new(seed, "delays");

    /// <summary>By how much every commit is slower than it should be.</summary>
    public TimeSpan SlowStore { get; set; }

    /// <summary>From the arrival of an input until its step.</summary>
    public TimeSpan Step() => _dice.Between(TimeSpan.FromMicroseconds(20), TimeSpan.FromMicroseconds(200));

    /// <summary>One way to the store or back.</summary>
    public TimeSpan Commit() =>
        _dice.Between(TimeSpan.FromMilliseconds(0.2), TimeSpan.FromMilliseconds(3)) + (SlowStore * _dice.Fraction());

    /// <summary>One way to a platform or back.</summary>
    public TimeSpan Native() => _dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(30));

    /// <summary>How wrong the clock of a new process is.</summary>
    public TimeSpan Skew() => MostSkew * ((_dice.Fraction() * 2) - 1);
}
