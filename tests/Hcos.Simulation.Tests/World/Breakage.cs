using System.Text.Json;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.World;

/// <summary>Deciders that throw until somebody mends them.</summary>
internal sealed class Breakage
{
    /// <summary>Whether a stream's decider throws at a message: layer, stream, message.</summary>
    public Func<string, string, object, bool>? Throws { get; set; }

    /// <summary>What they throw, so that it can be told from what nobody meant.</summary>
    public const string Reason = "broken for a while";

    /// <summary>The layer with deciders that can break.</summary>
    public LayerDefinition Of(LayerDefinition definition) => new(
        definition.Name,
        definition.CreateLookups,
        [.. definition.Families.Select<Func<ILookups, StreamFamily>, Func<ILookups, StreamFamily>>(
            create => lookups => new BreakableFamily(this, definition.Name, create(lookups)))],
        definition.Questions,
        definition.ObservedLogs,
        definition.OrdersByCause);

    private sealed class BreakableFamily(Breakage breakage, string layer, StreamFamily whole)
        : StreamFamily(whole.Name)
    {
        public override int Count => whole.Count;

        public override Type StateType => whole.StateType;

        public override Decision Decide(string stream, in Given given) =>
            breakage.Throws?.Invoke(layer, stream, given.Message) is true
                ? throw new InvalidOperationException(Reason)
                : whole.Decide(stream, given);

        public override IEnumerable<RoutedMessage> Route(object message, RecordedEvent? origin) =>
            whole.Route(message, origin);

        public override bool Handles(Type message) => whole.Handles(message);

        public override bool Exists(string stream) => whole.Exists(stream);

        public override void Evolve(string stream, IEvent happened) => whole.Evolve(stream, happened);

        public override IReadOnlyList<Pending> Pending(string stream) => whole.Pending(stream);

        public override IReadOnlyList<Pending> PendingAfter(string stream, IReadOnlyList<IEvent> events) =>
            whole.PendingAfter(stream, events);

        public override bool IsFinal(string stream) => whole.IsFinal(stream);

        public override void Forget(string stream) => whole.Forget(stream);

        public override object? State(string stream) => whole.State(stream);

        public override IEnumerable<string> Streams() => whole.Streams();

        public override void Write(string stream, Utf8JsonWriter writer, JsonSerializerOptions options) =>
            whole.Write(stream, writer, options);

        public override void Read(string stream, ReadOnlySpan<byte> json, JsonSerializerOptions options) =>
            whole.Read(stream, json, options);
    }
}
