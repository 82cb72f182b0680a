using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>A stream that rests after a fault, and what it has missed since, log by log.</summary>
internal sealed class ParkedStream
{
    private readonly SortedDictionary<string, long> _from = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _until = new(StringComparer.Ordinal);

    public ParkedStream(string reason, IEnumerable<Cause> missed)
    {
        Reason = reason;
        foreach (var (log, position) in missed) _from[log] = position;
    }

    public string Reason { get; }

    /// <summary>Whether it is being given what it missed.</summary>
    public bool IsResuming { get; private set; }

    public DateTimeOffset AskedAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>The first position of each log that it was not given.</summary>
    public IReadOnlyList<Cause> Missed => [.. _from.Select(log => new Cause(log.Key, log.Value))];

    /// <summary>Whether it was given everything.</summary>
    public bool HasAll => IsResuming && _from.All(log => log.Value > _until.GetValueOrDefault(log.Key));

    /// <summary>The logs of which something is still missing, each with the next position wanted.</summary>
    public IEnumerable<Cause> Lacking => Missed.Where(log => log.Position <= _until.GetValueOrDefault(log.Log));

    public long NextOf(string log) => _from.GetValueOrDefault(log, long.MaxValue);

    /// <summary>From here on it is given what it missed, up to what each log has come to by now.</summary>
    public void Resume(IEnumerable<Cause> heads)
    {
        IsResuming = true;
        foreach (var (log, position) in heads)
        {
            _from.TryAdd(log, position + 1);
            Passed(log, position);
        }
    }

    /// <summary>One more event passed it by.</summary>
    public void Passed(string log, long position)
    {
        _from.TryAdd(log, position);
        _until[log] = Math.Max(_until.GetValueOrDefault(log), position);
    }

    /// <summary>It was given everything before <paramref name="next"/>.</summary>
    public void Given(string log, long next) => _from[log] = Math.Max(_from.GetValueOrDefault(log), next);
}
