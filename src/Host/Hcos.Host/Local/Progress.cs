using System.Globalization;

namespace Hcos.Host.Local;

/// <summary>Tells people on standard error how far a long command is, with the seconds since its beginning.</summary>
internal sealed class Progress(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public void Step(string text) =>
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"[{time.GetElapsedTime(_began).TotalSeconds,6:0.0} s] {text}"));

    public static void Detail(string text) => Console.Error.WriteLine($"           {text}");

    public void Warn(string text) => Step($"note: {text}");
}
