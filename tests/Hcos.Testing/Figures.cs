namespace Hcos.Testing;

/// <summary>
/// What a test measured and does not judge: printed, so that a run of the gate shows it. The library shows the output
/// of a test only where it fails.
/// </summary>
public static class Figures
{
    private const int Longest = 200;

    /// <summary>Prints a line, or its beginning.</summary>
    public static void Say(string figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        Console.Out.WriteLine($"   {(figures.Length <= Longest ? figures : $"{figures[..Longest]}…")}");
    }
}
