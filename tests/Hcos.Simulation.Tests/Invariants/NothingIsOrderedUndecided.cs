using System.Globalization;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 8: whatever changes or ends a server was ordered, and the order was decided. BSL begins no task that nobody asked
/// for, but to remove what was wanted together with what cannot be made; ESL asks for a delete only of an instance that
/// is to leave, and for anything else only to heal; BSL orders one change for each decision, and a release only of what
/// it deletes or takes back; ARML begins and releases for BSL's servers only what BSL ordered, and nothing twice.
/// </summary>
internal sealed class NothingIsOrderedUndecided : Invariant
{
    private readonly Dictionary<Guid, Order> _orders = [];
    private readonly Dictionary<Order, Guid> _tasks = [];
    private readonly Dictionary<string, int> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _rounds = new(StringComparer.Ordinal);
    private readonly HashSet<(string Stream, int Round)> _leaving = [];
    private readonly HashSet<ResourceId> _ours = [];
    private readonly HashSet<ServerId> _dismissed = [];
    private readonly HashSet<ServerId> _healed = [];
    private readonly HashSet<SeriesId> _together = [];
    private readonly HashSet<SeriesId> _failed = [];
    private readonly HashSet<ServerId> _undone = [];

    public override string Name => "8: nothing is ordered undecided";

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Body is CommandOwed owed) Owed(happened, owed);
        else if (happened.Log == "esl") Esl(happened.Body);
        else if (happened.Log == "bsl") Bsl(happened.Stream, happened.Body);
        else if (happened.Log == "arml") Arml(happened);
    }

    private void Owed(RecordedEvent happened, CommandOwed owed)
    {
        var order = new Order(happened.Log, happened.Stream, owed.Key);
        _orders[Pending.Command.IdOf(happened.Log, happened.Stream, owed.Key, owed.Attempt)] = order;
        if (happened.Log != "bsl") return;
        var (stream, number) = (happened.Stream, order.Number);
        var isDecided = order.Word switch
        {
            "power" or "change" => number <= _changes.GetValueOrDefault(stream),
            "release" => _leaving.Contains((stream, number)),
            _ => true,
        };
        if (!isDecided) Violated($"{stream} orders '{owed.Key}' without a decision", stream);
    }

    private void Esl(IEvent happened)
    {
        if (happened is InstanceHealing healing) _healed.Add(healing.Server);
        if (happened is InstanceStateChanged { State: InstanceState.Deleting } changed) _dismissed.Add(changed.Server);
    }

    private void Bsl(string stream, IEvent happened)
    {
        switch (happened)
        {
            case ServerPlaced placed:
                _ours.Add(placed.Resource);
                _rounds[stream] = placed.Round;
                break;
            case ServerAdopting adopting:
                _ours.Add(adopting.Resource);
                _rounds[stream] = 1;
                break;
            case ServersRequested { Together: true } requested:
                _together.Add(requested.Series);
                break;
            case SeriesMemberEnded { Outcome: not TaskOutcome.Done } failed:
                _failed.Add(failed.Series);
                break;
            case SeriesUndoing undoing:
                Undoing(undoing);
                break;
            case ServerUndoing:
                _leaving.Add((stream, _rounds[stream]));
                break;
            case ServerTaskBegun begun:
                Asked(begun);
                if (begun.Kind == ServerTaskKind.Delete) _leaving.Add((stream, _rounds[stream]));
                else Changes(stream);
                break;
            case ServerStepped { Step: ServerStep.Powering }:
                Changes(stream);
                break;
            default:
                break;
        }
    }

    /// <summary>Those that were wanted together go when one of them could not be made, and else never.</summary>
    private void Undoing(SeriesUndoing undoing)
    {
        if (!_together.Contains(undoing.Series) || !_failed.Contains(undoing.Series))
        {
            Violated($"the servers of {undoing.Series} go for no reason", undoing.Series);
        }

        _undone.UnionWith(undoing.Servers);
    }

    private void Changes(string stream) => _changes[stream] = _changes.GetValueOrDefault(stream) + 1;

    private void Asked(ServerTaskBegun begun)
    {
        var server = begun.Server;
        if (begun.Kind == ServerTaskKind.Delete && _undone.Contains(server)) return;
        if (!_orders.TryGetValue(begun.Task, out var order))
        {
            Violated($"{begun.Kind} of {server} was begun, and nobody asked for it", server);
        }

        if (order!.Log == "usl") return;
        var isDecided = begun.Kind == ServerTaskKind.Delete
            ? order.Key == $"delete/{server}" && _dismissed.Contains(server)
            : order.Key.StartsWith($"heal/{server}/", StringComparison.Ordinal) && _healed.Contains(server);
        if (!isDecided) Violated($"{begun.Kind} of {server} was asked for as '{order.Key}'", server);
    }

    private void Arml(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case PowerChangeBegun begun:
                Ordered(happened, "power", begun.Resource, begun.Task);
                break;
            case ServerChangeBegun begun:
                Ordered(happened, "change", begun.Resource, begun.Task);
                break;
            // There is another scheduler beside BSL.
            case ResourceReleasing releasing when _ours.Contains(releasing.Resource):
                Ordered(happened, "release", releasing.Resource, releasing.Resource.Value);
                break;
            default:
                break;
        }
    }

    private void Ordered(RecordedEvent happened, string word, ResourceId resource, Guid task)
    {
        var order = happened.Context.Causation is { } command ? _orders.GetValueOrDefault(command) : null;
        if (order is not { Log: "bsl" } || order.Word != word)
        {
            Violated($"{happened.Body.GetType().Name} of {resource}, which BSL did not order", resource);
        }
        else if (_tasks.TryGetValue(order, out var former) && former != task)
        {
            Violated($"'{order.Key}' of {order.Stream} led to {former} and to {task}", resource);
        }

        _tasks[order!] = task;
    }

    /// <summary>What a stream owes to another layer, whatever the attempt.</summary>
    private sealed record Order(string Log, string Stream, string Key)
    {
        public string Word => Key.Split(' ')[0];

        public int Number => Key.Split(' ') is [_, var number, ..]
            ? int.Parse(number, CultureInfo.InvariantCulture)
            : 0;
    }
}
