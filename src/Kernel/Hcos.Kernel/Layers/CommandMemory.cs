namespace Hcos.Kernel.Layers;

/// <summary>The command ids a layer has answered, and the streams that must not begin; both only for a while.</summary>
internal sealed class CommandMemory(TimeSpan beyond)
{
    private readonly HashSet<Guid> _answered = [];
    private readonly PriorityQueue<Guid, DateTimeOffset> _forgetting = new();
    private readonly Dictionary<string, DateTimeOffset> _gone = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _goneForgetting = new();

    public int Count => _answered.Count;

    public bool IsAnswered(Guid command) => _answered.Contains(command);

    public void Answered(Guid command, DateTimeOffset until)
    {
        if (_answered.Add(command)) _forgetting.Enqueue(command, until + beyond);
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

    public void Forget(DateTimeOffset now)
    {
        while (_forgetting.TryPeek(out var command, out var until) && until < now)
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
}
