namespace Hcos.Benchmarks.Running;

/// <summary>Tells on standard error how far a benchmark is.</summary>
internal static class Progress
{
    public static void Say(string text) => Console.Error.WriteLine($"bench: {text}");
}
