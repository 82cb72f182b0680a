using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Simulated.Bus;

/// <summary>
/// The message bus as a list of deliveries in virtual time: deterministic for a seed, single-threaded, without tasks.
/// Messages are put on the way and taken off when they are due. Unless it is swift, every message is written as JSON
/// and read anew for each delivery, as on a real bus.
/// </summary>
public sealed class SimulatedNetwork
{
    private readonly PriorityQueue<UnderWay, (DateTimeOffset Due, long Order)> _underWay = new();
    private readonly SortedDictionary<string, DateTimeOffset> _lastDue = new(StringComparer.Ordinal);
    private readonly List<SimulatedConnection> _connections = [];
    private readonly SortedSet<string> _cut = new(StringComparer.Ordinal);
    private readonly MessageCatalog _writes;
    private readonly MessageCatalog _reads;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly SimulatedFidelity _fidelity;
    private long _numbers;

    /// <summary>A network on which nobody is connected yet.</summary>
    /// <param name="catalog">The messages that travel.</param>
    /// <param name="time">The virtual clock.</param>
    /// <param name="seed">What all chances follow from.</param>
    /// <param name="fidelity">Whether messages travel as JSON.</param>
    public SimulatedNetwork(
        MessageCatalog catalog,
        TimeProvider time,
        int seed,
        SimulatedFidelity fidelity = SimulatedFidelity.Exact)
        : this(catalog, catalog, time, seed) => _fidelity = fidelity;

    /// <summary>A network whose two ends may know different messages.</summary>
    internal SimulatedNetwork(MessageCatalog writes, MessageCatalog reads, TimeProvider time, int seed)
    {
        _writes = writes;
        _reads = reads;
        _time = time;
        _random = new Random(seed);
    }

    /// <summary>What happens to messages from now on.</summary>
    public BusFaults Faults { get; set; } = BusFaults.None;

    /// <summary>What happened to messages so far.</summary>
    public NetworkCounts Counts { get; private set; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>When the next message is due; null when none is on its way.</summary>
    public DateTimeOffset? NextDue => _underWay.TryPeek(out _, out var place) ? place.Due : null;

    /// <summary>Connects a layer. It receives what is sent from now on.</summary>
    public SimulatedConnection Connect(string layer, IReadOnlyList<string> consumes)
    {
        var connection = new SimulatedConnection(++_numbers, layer, consumes);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Ends a connection; what is on its way to it is lost.</summary>
    public void Disconnect(SimulatedConnection connection) => _connections.Remove(connection);

    /// <summary>From now on, everything that would arrive at the layer is lost.</summary>
    public void Cut(string layer) => _cut.Add(layer);

    /// <summary>Ends a cut.</summary>
    public void Mend(string layer) => _cut.Remove(layer);

    /// <summary>Sends commands to whoever is connected as the layer when they arrive.</summary>
    public void Send(string layer, IReadOnlyList<CommandEnvelope> commands) =>
        Put(layer, null, Route(layer, "commands"), new SimulatedMessage.Commands(commands));

    /// <summary>Publishes a part of a log to all that consume it now.</summary>
    public void Publish(EventBatch batch) => Publish(batch.Log, new SimulatedMessage.Batch(batch));

    /// <summary>Announces a head to all that consume the log now.</summary>
    public void Announce(HeadAnnouncement head) => Publish(head.Log, new SimulatedMessage.Head(head));

    /// <summary>Asks whoever is connected as the log's owner for a part of it.</summary>
    public void RequestReplay(ReplayRequest request) =>
        Put(request.Log, null, null, new SimulatedMessage.Replay(request));

    /// <summary>Sends a part of a log to one consumer alone.</summary>
    public void Replay(string consumer, EventBatch batch) =>
        Replay(consumer, batch.Log, new SimulatedMessage.Batch(batch));

    /// <summary>Tells one consumer alone how far a log reaches.</summary>
    public void Replay(string consumer, HeadAnnouncement head) =>
        Replay(consumer, head.Log, new SimulatedMessage.Head(head));

    /// <summary>Asks a layer a question; answers the number that the answer will name.</summary>
    public long Ask(string layer, IMessage question)
    {
        var number = ++_numbers;
        var name = _writes.NameOf(question.GetType());
        Put(layer, null, null, new SimulatedMessage.Question(number, name, _writes.Write(question)));
        return number;
    }

    /// <summary>Answers a question.</summary>
    public void Answer(SimulatedMessage.Answer answer) => Put(null, null, null, answer);

    /// <summary>Takes the next message that is due at <paramref name="now"/>; false when none is.</summary>
    public bool TryDequeue(DateTimeOffset now, [NotNullWhen(true)] out SimulatedDelivery? delivery)
    {
        delivery = null;
        while (delivery is null && _underWay.TryPeek(out _, out var place) && place.Due <= now)
        {
            delivery = Arrive(_underWay.Dequeue());
        }

        return delivery is not null;
    }

    private static string Route(string layer, string kind) => $"{layer}/{kind}";

    private void Publish(string log, SimulatedMessage message)
    {
        foreach (var connection in _connections)
        {
            if (connection.Consumes.Contains(log, StringComparer.Ordinal)) PutPart(connection, log, message);
        }
    }

    private void Replay(string consumer, string log, SimulatedMessage message)
    {
        var connection = Connected(consumer);
        if (connection is null) CountLost();
        else if (connection.Consumes.Contains(log, StringComparer.Ordinal)) PutPart(connection, log, message);
    }

    private void PutPart(SimulatedConnection to, string log, SimulatedMessage message) =>
        Put(to.Layer, to, Route(to.Layer, log), message);

    private SimulatedConnection? Connected(string layer) =>
        _connections.FindLast(connection => string.Equals(connection.Layer, layer, StringComparison.Ordinal));

    private void Put(string? layer, SimulatedConnection? to, string? route, SimulatedMessage message)
    {
        Counts = Counts with { Sent = Counts.Sent + 1 };
        var json = _fidelity == SimulatedFidelity.Exact
            ? JsonSerializer.Serialize(message, message.GetType(), _writes.Json)
            : null;
        var underWay = new UnderWay(layer, to, message, json);
        var isLost = Chance(Faults.Lose);
        var isDouble = Chance(Faults.Double);
        if (isLost || _underWay.Count >= Faults.MostUnderWay) CountLost();
        else _underWay.Enqueue(underWay, (DueOn(route, message), ++_numbers));
        if (!isDouble || _underWay.Count >= Faults.MostUnderWay) return;
        Counts = Counts with { Doubled = Counts.Doubled + 1 };
        _underWay.Enqueue(underWay, (_time.GetUtcNow() + Delay() + Delay(), ++_numbers));
    }

    private DateTimeOffset DueOn(string? route, SimulatedMessage message)
    {
        var due = _time.GetUtcNow() + Delay();
        if (Chance(Faults.Late))
        {
            due += Faults.MostLate * _random.NextDouble();
            Counts = Counts with { Late = Counts.Late + 1 };
        }

        var overtakes = Chance(Faults.Overtake) && message is SimulatedMessage.Commands;
        if (route is null) return due;
        var isBefore = _lastDue.TryGetValue(route, out var last) && last > due;
        if (overtakes)
        {
            // Where nothing that was sent before is still on its way there is nothing to overtake.
            if (isBefore) Counts = Counts with { Overtaken = Counts.Overtaken + 1 };
            return due;
        }

        return _lastDue[route] = isBefore ? last : due;
    }

    private TimeSpan Delay() => Faults.LeastDelay + (Faults.MostDelay - Faults.LeastDelay) * _random.NextDouble();

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private SimulatedDelivery? Arrive(UnderWay arrived)
    {
        var to = arrived.To ?? (arrived.Layer is null ? null : Connected(arrived.Layer));
        var isForNobody = arrived.Layer is not null && (to is null || !_connections.Contains(to));
        if (isForNobody || (arrived.Layer is not null && _cut.Contains(arrived.Layer)))
        {
            CountLost();
            return null;
        }

        try
        {
            var message = arrived.Json is null
                ? arrived.Message
                : (SimulatedMessage)JsonSerializer.Deserialize(arrived.Json, arrived.Message.GetType(), _reads.Json)!;
            return new SimulatedDelivery(to, message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            Counts = Counts with { Unreadable = Counts.Unreadable + 1 };
            return null;
        }
    }

    private void CountLost() => Counts = Counts with { Lost = Counts.Lost + 1 };

    private sealed record UnderWay(string? Layer, SimulatedConnection? To, SimulatedMessage Message, string? Json);
}
