using System.Text.Json;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>All streams of one kind, with their states in memory.</summary>
internal abstract class StreamFamily(string name)
{
    public string Name { get; } = name;

    /// <summary>The streams that a message leads to, with what each of them is given. Full stream names.</summary>
    public abstract IEnumerable<RoutedMessage> Route(object message, RecordedEvent? origin);

    public abstract bool Handles(Type message);

    public abstract bool Exists(string stream);

    public abstract Decision Decide(string stream, in Given given);

    public abstract void Evolve(string stream, IEvent happened);

    public abstract IReadOnlyList<Pending> Pending(string stream);

    /// <summary>What a stream would owe after these events; nothing changes.</summary>
    public abstract IReadOnlyList<Pending> PendingAfter(string stream, IReadOnlyList<IEvent> events);

    public abstract object? State(string stream);

    /// <summary>Whether a stream has come to its end.</summary>
    public abstract bool IsFinal(string stream);

    /// <summary>A stream leaves memory.</summary>
    public abstract void Forget(string stream);

    /// <summary>How many streams it remembers.</summary>
    public abstract int Count { get; }

    /// <summary>What its streams remember.</summary>
    public abstract Type StateType { get; }

    /// <summary>Writes a stream's state for a snapshot.</summary>
    public abstract void Write(string stream, Utf8JsonWriter writer, JsonSerializerOptions options);

    /// <summary>Reads a stream's state from a snapshot.</summary>
    public abstract void Read(string stream, ReadOnlySpan<byte> json, JsonSerializerOptions options);

    /// <summary>All streams, sorted, so that nothing depends on the order of a hash table.</summary>
    public abstract IEnumerable<string> Streams();
}

internal sealed class StreamFamily<TDecider, TState, TLookups>(
    string name,
    TLookups lookups,
    Dictionary<Type, Func<object, TLookups, IEnumerable<RoutedMessage>>> routes,
    Func<RecordedEvent, TLookups, IEnumerable<RoutedMessage>>? everything,
    Func<TState, IReadOnlyList<Pending>>? pending) : StreamFamily(name)
    where TDecider : IDecider<TState, TLookups>
    where TLookups : class, ILookups
{
    private readonly Dictionary<string, TState> _states = new(StringComparer.Ordinal);

    public override bool Handles(Type message) => routes.ContainsKey(message);

    public override IEnumerable<RoutedMessage> Route(object message, RecordedEvent? origin)
    {
        var routed = routes.TryGetValue(message.GetType(), out var route) ? route(message, lookups) : [];
        if (everything is not null && origin is not null) routed = routed.Concat(everything(origin, lookups));
        return routed.Select(part => part with { Stream = $"{Name}-{part.Stream}" });
    }

    public override bool Exists(string stream) => _states.ContainsKey(stream);

    public override Decision Decide(string stream, in Given given) =>
        TDecider.Decide(StateOf(stream), given, lookups);

    public override void Evolve(string stream, IEvent happened) =>
        _states[stream] = TDecider.Evolve(StateOf(stream), happened);

    public override IReadOnlyList<Pending> Pending(string stream) =>
        pending is not null && _states.TryGetValue(stream, out var state) ? pending(state) : [];

    public override IReadOnlyList<Pending> PendingAfter(string stream, IReadOnlyList<IEvent> events) =>
        pending is null ? [] : pending(events.Aggregate(StateOf(stream), TDecider.Evolve));

    public override object? State(string stream) => _states.GetValueOrDefault(stream);

    public override bool IsFinal(string stream) =>
        _states.TryGetValue(stream, out var state) && TDecider.IsFinal(state);

    public override void Forget(string stream) => _states.Remove(stream);

    public override int Count => _states.Count;

    public override Type StateType => typeof(TState);

    public override void Write(string stream, Utf8JsonWriter writer, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, _states[stream], options);

    public override void Read(string stream, ReadOnlySpan<byte> json, JsonSerializerOptions options) =>
        _states[stream] = JsonSerializer.Deserialize<TState>(json, options)!;

    public override IEnumerable<string> Streams() => _states.Keys.Order(StringComparer.Ordinal);

    private TState StateOf(string stream) => _states.TryGetValue(stream, out var state) ? state : TDecider.Initial;
}
