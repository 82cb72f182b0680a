namespace Hcos.Contracts.Arml.Resources;

/// <summary>The end of what a guest wrote to its console.</summary>
/// <param name="Text">What it wrote; bytes that are no UTF-8 are shown as U+FFFD.</param>
/// <param name="IsCut">Whether it wrote more before.</param>
public sealed record ConsoleLog(string Text, bool IsCut)
{
    /// <summary>The most that is read at once, in bytes.</summary>
    public const int MostBytes = 256 << 10;

    /// <summary>Nothing was written.</summary>
    public static ConsoleLog Empty { get; } = new(string.Empty, false);
}
