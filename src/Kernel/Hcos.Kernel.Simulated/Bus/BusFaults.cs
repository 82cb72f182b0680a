namespace Hcos.Kernel.Simulated.Bus;

/// <summary>
/// What the simulated network does to messages. Chances are 0..1, drawn for each message and receiver.
/// </summary>
public sealed record BusFaults
{
    /// <summary>Nothing is lost or doubled; everything arrives within a millisecond or two.</summary>
    public static BusFaults None { get; } = new();

    /// <summary>The chance that a message is lost.</summary>
    public double Lose { get; init; }

    /// <summary>The chance that a message arrives twice, the second time somewhat later.</summary>
    public double Double { get; init; }

    /// <summary>
    /// The chance that a message is late by up to <see cref="MostLate"/>; those behind it wait with it.
    /// </summary>
    public double Late { get; init; }

    /// <summary>The chance that a command list overtakes those before it. Parts of one log never overtake.</summary>
    public double Overtake { get; init; }

    /// <summary>The shortest time on the way.</summary>
    public TimeSpan LeastDelay { get; init; } = TimeSpan.FromMilliseconds(0.1);

    /// <summary>The longest time on the way, apart from being late.</summary>
    public TimeSpan MostDelay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How late a late message may be.</summary>
    public TimeSpan MostLate { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many messages may be on the way; further ones are lost.</summary>
    public int MostUnderWay { get; init; } = 100_000;
}
