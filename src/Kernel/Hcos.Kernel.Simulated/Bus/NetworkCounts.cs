namespace Hcos.Kernel.Simulated.Bus;

/// <summary>What a simulated network did so far; a run that meant to lose messages can prove that it did.</summary>
/// <param name="Sent">Messages put on the way, counted for each receiver.</param>
/// <param name="Lost">Lost by chance, by a cut, by a bound, or because nobody was connected any more.</param>
/// <param name="Doubled">Put on the way a second time.</param>
/// <param name="Late">Held up.</param>
/// <param name="Overtaken">Command lists that were due before one which was sent before them.</param>
/// <param name="Unreadable">Arrived, but could not be read.</param>
public sealed record NetworkCounts(long Sent, long Lost, long Doubled, long Late, long Overtaken, long Unreadable);
