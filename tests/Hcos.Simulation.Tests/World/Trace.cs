using System.Globalization;

namespace Hcos.Simulation.Tests.World;

/// <summary>
/// Everything that happened, one line each, of which the latest are kept; and a hash over all of them, by which two
/// runs are compared. A line becomes text only when somebody reads it.
/// </summary>
internal sealed class Trace(DateTimeOffset start)
{
    private const int MostKept = 60_000;
    private readonly Queue<(long Ticks, string Who, object What)> _lines = new();
    private readonly long _start = start.UtcTicks;
    private TraceHash _hash = TraceHash.Empty;

    /// <summary>How many lines there were.</summary>
    public long Count { get; private set; }

    public TraceHash Hash => _hash;

    public void Add(DateTimeOffset at, string who, string what)
    {
        _hash = _hash.With(what);
        Keep(at, who, what);
    }

    public void Add(DateTimeOffset at, string who, StepLine step)
    {
        _hash = step.AddTo(_hash);
        Keep(at, who, step);
    }

    /// <summary>Lets the hash cover something that is not worth a line.</summary>
    public void Cover(string text) => _hash = _hash.With(text);

    /// <summary>
    /// The latest lines that name one of the subjects, or simply the latest when there are no subjects.
    /// </summary>
    public IEnumerable<string> Latest(int count, params IReadOnlyCollection<string> subjects) => _lines
        .Select(line => (line.Ticks, line.Who, What: $"{line.What}"))
        .Where(line => subjects.Count == 0
            || subjects.Any(subject => line.What.Contains(subject, StringComparison.Ordinal)))
        .TakeLast(count)
        .Select(line => string.Create(
            CultureInfo.InvariantCulture,
            $"{(line.Ticks - _start) / (double)TimeSpan.TicksPerSecond,10:F4} {line.Who,-10} {line.What}"));

    private void Keep(DateTimeOffset at, string who, object what)
    {
        Count++;
        _hash = _hash.With((ulong)at.UtcTicks).With(who);
        if (_lines.Count == MostKept) _lines.Dequeue();
        _lines.Enqueue((at.UtcTicks, who, what));
    }
}
