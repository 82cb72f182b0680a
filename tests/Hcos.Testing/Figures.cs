namespace Hcos.Testing;

/// <summary>What a test measured and does not judge: printed, so that a run of the gate shows it.</summary>
public static class Figures
{
    /// <summary>Prints a line.</summary>
    public static void Say(string figures) => Console.Out.WriteLine($"   {figures}");
}
