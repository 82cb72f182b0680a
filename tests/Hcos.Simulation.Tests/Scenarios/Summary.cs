namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>What people see of a run that passes: the library shows the output of a test only where it fails.</summary>
internal static class Summary
{
    private const int Widest = 110;
    private const int Longest = 200;

    public static void Say(string line) =>
        Console.Out.WriteLine($"   {(line.Length <= Longest ? line : $"{line[..Longest]}…")}");

    /// <summary>Many short things in a few lines.</summary>
    public static IEnumerable<string> Lines(string heading, IEnumerable<string> items)
    {
        var line = $"{heading}:";
        foreach (var item in items)
        {
            if (line.Length + item.Length > Widest)
            {
                yield return line;
                line = " ";
            }

            line += $" {item},";
        }

        yield return line.TrimEnd(',');
    }
}
