namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Texts of the help.</summary>
internal static class Texts
{
    /// <summary>A summary with its example below it.</summary>
    public static string WithExample(string summary, string example) =>
        example.Length == 0 ? summary : $"{summary}\n\n  Example: hcos {example}";
}
