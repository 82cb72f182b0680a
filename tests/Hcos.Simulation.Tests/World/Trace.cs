using System.Globalization;

namespace Hcos.Simulation.Tests.World;

/// <summary>
/// Everything that happened, one line each, of which the latest are kept; and a hash over all of them, by which two
/// runs are compared.
/// </summary>
internal sealed class Trace
{
    private const int MostKept = 60_000;
    private const ulong Prime = 1099511628211;
    private readonly Queue<(long Ticks, string Who, string What)> _lines = new();
    private readonly long _start;
    private ulong _hash = 14695981039346656037;

    public Trace(DateTimeOffset start) => _start = start.UtcTicks;

    /// <summary>How many lines there were.</summary>
    public long Count { get; private set; }

    public string Hash => _hash.ToString("x16", CultureInfo.InvariantCulture);

    public void Add(DateTimeOffset at, string who, string what)
    {
        Count++;
        Mix((ulong)at.UtcTicks);
        foreach (var letter in who) Mix(letter);
        foreach (var letter in what) Mix(letter);
        if (_lines.Count == MostKept) _lines.Dequeue();
        _lines.Enqueue((at.UtcTicks, who, what));
    }

    /// <summary>
    /// The latest lines that name one of the subjects, or simply the latest when there are no subjects.
    /// </summary>
    public IEnumerable<string> Latest(int count, params IReadOnlyCollection<string> subjects) => _lines
        .Where(line => subjects.Count == 0
            || subjects.Any(subject => line.What.Contains(subject, StringComparison.Ordinal)))
        .TakeLast(count)
        .Select(line => string.Create(
            CultureInfo.InvariantCulture,
            $"{(line.Ticks - _start) / (double)TimeSpan.TicksPerSecond,10:F4} {line.Who,-10} {line.What}"));

    private void Mix(ulong value) => _hash = (_hash ^ value) * Prime;
}
