namespace Hcos.Kernel.Layers;

/// <summary>The command ids a layer has answered, and the streams that must not begin; both only for a while.</summary>
/// <remarks>
/// An id is forgotten when log time is past its time and a reserve, and when the reserve was waited for as well: a
/// clock that is set ahead lets nobody forget what was answered just now.
/// </remarks>
internal sealed class CommandMemory(TimeSpan beyond)
{
    private readonly WaitedTime _waited = new();
    private readonly Dictionary<Guid, TimeSpan> _answered = [];
    private readonly PriorityQueue<Guid, DateTimeOffset> _forgetting = new();
    private readonly Dictionary<string, DateTimeOffset> _gone = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _goneForgetting = new();

    public int Count => _answered.Count;

    public bool IsAnswered(Guid command) => _answered.ContainsKey(command);

    public void Answered(Guid command, DateTimeOffset until)
    {
        if (_answered.TryAdd(command, _waited.Total)) _forgetting.Enqueue(command, until + beyond);
    }

    public void Gone(string stream, DateTimeOffset until)
    {
        _gone[stream] = until;
        _goneForgetting.Enqueue(stream, until);
    }

    public bool IsGone(string stream, DateTimeOffset now) =>
        _gone.TryGetValue(stream, out var until) && now <= until;

    /// <summary>The answered commands, each with the time until when it is remembered.</summary>
    public IReadOnlyList<KeyValuePair<Guid, DateTimeOffset>> AllAnswered() =>
    [
        .. _forgetting.UnorderedItems.Select(item => KeyValuePair.Create(item.Element, item.Priority))
            .OrderBy(item => item.Value).ThenBy(item => item.Key),
    ];

    /// <summary>The marks that stand.</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> AllGone() =>
        [.. _gone.OrderBy(mark => mark.Key, StringComparer.Ordinal)];

    /// <summary>It is so late now, in log time.</summary>
    public void Pass(DateTimeOffset now) => _waited.Pass(now);

    public void Forget(DateTimeOffset now)
    {
        Pass(now);
        while (_forgetting.TryPeek(out var command, out var until) && until < now && WasWaitedFor(command))
        {
            _forgetting.Dequeue();
            _answered.Remove(command);
        }

        while (_goneForgetting.TryPeek(out var stream, out var until) && until < now)
        {
            _goneForgetting.Dequeue();
            if (_gone.TryGetValue(stream, out var latest) && latest < now) _gone.Remove(stream);
        }
    }

    private bool WasWaitedFor(Guid command) => _waited.Total - _answered[command] >= beyond;
}
