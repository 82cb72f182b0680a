namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Lays out what people see of a run that passes.</summary>
internal static class Summary
{
    private const int Widest = 110;
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
