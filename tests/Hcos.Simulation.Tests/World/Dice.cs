namespace Hcos.Simulation.Tests.World;

/// <summary>
/// Chances that follow from a seed. Every concern has dice of its own, so that another draw in one of them does not
/// change what the others meet.
/// </summary>
internal sealed class Dice(int seed, string concern)
{
    private readonly Random _random = new(Mix(seed, concern));

    public bool Chance(double chance) => _random.NextDouble() < chance;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => _random.Next(least, most + 1);

    /// <summary>The same for sizes.</summary>
    public long Size(long least, long most) => _random.NextInt64(least, most + 1);

    public double Fraction() => _random.NextDouble();

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * _random.NextDouble());

    public TItem Pick<TItem>(IReadOnlyList<TItem> items) => items[_random.Next(items.Count)];

    private static int Mix(int seed, string concern)
    {
        // FNV-1a: equal on every machine, unlike string.GetHashCode.
        var hash = 2166136261u ^ (uint)seed;
        foreach (var letter in concern) hash = (hash ^ letter) * 16777619u;
        return (int)(hash & 0x7FFFFFFF);
    }
}
