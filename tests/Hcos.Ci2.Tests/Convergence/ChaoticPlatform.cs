using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Convergence;

/// <summary>
/// A platform on which anything happens at any time, drawn from a seed: changes from outside, events that are late or
/// lost, listings and reads that show objects as of any instant since they began, calls that take effect late or
/// unanswered, outages, and restarts of CI2.
/// </summary>
internal sealed class ChaoticPlatform(int seed)
{
    private static readonly ResourceState[] States =
        [ResourceState.Running, ResourceState.Paused, ResourceState.Stopped];

    private readonly Random _random = new(seed);
    private readonly Queue<NativeEvent> _events = new();
    private readonly List<Call> _calls = [];
    private int _known;
    private int _created;
    private int _tasks;
    private bool _isUp = true;
    private bool _isCalm;
    private bool _isWatched;

    public Ci2World World { get; } = new();

    /// <summary>What is there, truly.</summary>
    public SortedDictionary<string, ResourceState> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of all that ever was there.</summary>
    public SortedSet<string> Ever { get; } = new(StringComparer.Ordinal);

    public void Step()
    {
        World.Layer.Advance(TimeSpan.FromMilliseconds(1 + _random.Next(2_000)));
        switch (_random.Next(100))
        {
            case < 25: ChangeOne(); break;
            case < 32: Create(World.Layer.NextId().ToString()); break;
            case < 36: RemoveOne(); break;
            case < 48: Order(); break;
            case < 50: _isUp = !_isUp; break;
            case < 52: Restart(); break;
            default: break;
        }

        Begin();
        TellEvents();
        Progress();
    }

    /// <summary>Nothing goes wrong any more, and everything is answered at once.</summary>
    public void Calm()
    {
        _isUp = true;
        _isCalm = true;
        for (var tick = 0; tick < 600; tick++)
        {
            World.Layer.Advance(TimeSpan.FromMilliseconds(500));
            Begin();
            TellEvents();
            Progress();
        }
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string? Pick() => Servers.Count == 0 ? null : Servers.Keys.ElementAt(_random.Next(Servers.Count));

    private void ChangeOne()
    {
        if (Pick() is { } id) Set(id, States[_random.Next(States.Length)]);
    }

    private void Set(string id, ResourceState state)
    {
        if (Servers[id] == state) return;
        Servers[id] = state;
        Happened(new NativeEvent(Ci2World.Key(id), NativeEventKind.StateChanged, state, "changed"));
    }

    private void Create(string id)
    {
        if (!Ever.Add(id)) return;
        _created++;
        Servers[id] = ResourceState.Stopped;
        Happened(new NativeEvent(Ci2World.Key(id), NativeEventKind.Changed, null, "defined"));
    }

    private void RemoveOne()
    {
        if (Pick() is { } id) Remove(id);
    }

    private void Remove(string id)
    {
        if (Servers.Remove(id)) Happened(new NativeEvent(Ci2World.Key(id), NativeEventKind.Removed, null, "undefined"));
    }

    private void Happened(NativeEvent happened)
    {
        if (_isWatched && Chance(80)) _events.Enqueue(happened);
    }

    private void Order()
    {
        var task = DerivedId.From($"{seed}", $"{++_tasks}");
        var deadline = World.Now.AddSeconds(5 + _random.Next(120));
        if (Chance(50) || Pick() is not { } id)
        {
            var resource = new ResourceId(task);
            var spec = new ResourceSpec(resource, ResourceKind.Server, "s") { Server = new ServerSpec(1, 1 << 30) };
            World.Layer.Command(new RunDriverTask(
                task, Ci2World.Lab, resource, DriverAction.Ensure, ResourceKind.Server, spec, null, null, deadline));
            return;
        }

        var action = Chance(50) ? DriverAction.Delete : DriverAction.Power;
        var wanted = Chance(50) ? PowerAction.Start : PowerAction.PowerOff;
        PowerAction? power = action == DriverAction.Delete ? null : wanted;
        World.Layer.Command(new RunDriverTask(
            task, Ci2World.Lab, new ResourceId(Guid.Parse(id)), action, ResourceKind.Server, null, Ci2World.Key(id),
            power, Chance(30) ? null : deadline));
    }

    private void Restart()
    {
        // No fence stops a call that is on its way.
        foreach (var call in _calls.Where(call => call.Start.Request is DriverCall.Act && Chance(50))) Apply(call);
        _calls.Clear();
        _events.Clear();
        _isWatched = false;
        _known = 0;
        World.Restart();
    }

    private void Begin()
    {
        for (; _known < World.Layer.Effects.Count; _known++)
        {
            // A call begins at an instant of its own.
            World.Pass();
            var call = new Call(World.Layer.Effects[_known], World.Now, new(Servers, StringComparer.Ordinal));
            _calls.Add(call);
        }
    }

    private void TellEvents()
    {
        while (_events.Count > 0 && (_isCalm || Chance(60)))
        {
            World.Pass();
            var happened = _events.Dequeue();
            World.Layer.Report(new NativeEventSeen(Ci2World.Lab, 1, happened.Key!, happened, World.Now));
        }
    }

    private void Progress()
    {
        foreach (var call in _calls.ToList())
        {
            if (!_isCalm && !Chance(40)) continue;
            World.Pass();
            if (Answer(call) is not { } answer) continue;
            _calls.Remove(call);
            World.Layer.Return(call.Start, answer);
        }
    }

    private DriverAnswer? Answer(Call call) => call.Start.Request switch
    {
        DriverCall.Watch watch => Watch(watch),
        _ when !_isUp && call.Start.Request is not DriverCall.Act =>
            new DriverAnswer.Failed(DriverTaskOutcome.Unavailable, "down", World.Now),
        DriverCall.Probe => new DriverAnswer.Probed(Ci2World.Status, true, call.At),
        DriverCall.Sweep sweep => Sweep(call, sweep),
        DriverCall.Look look => new DriverAnswer.Looked(Read(call, look.Key.NativeId), call.At),
        DriverCall.Close close => new DriverAnswer.Looked(Read(call, IdOf(close.Key, close.Spec)), call.At),
        DriverCall.Act act => Act(call, act),
        _ => new DriverAnswer.LetGo(),
    };

    private DriverAnswer.WatchEnded? Watch(DriverCall.Watch watch)
    {
        if (!_isUp)
        {
            _isWatched = false;
            _events.Clear();
            return new DriverAnswer.WatchEnded("down", World.Now);
        }

        if (_isWatched) return null;
        _isWatched = true;
        World.Layer.Report(new WatchBegan(Ci2World.Lab, watch.Number, World.Now));
        return null;
    }

    private DriverAnswer.Swept Sweep(Call call, DriverCall.Sweep sweep)
    {
        List<ResourceObject> listed = [];
        foreach (var id in call.Before.Keys.Union(Servers.Keys).Order(StringComparer.Ordinal).ToList())
        {
            if (Read(call, id) is { } seen) listed.Add(seen);
        }

        World.Layer.Report(new ObjectsListed(Ci2World.Lab, sweep.Reach.Generation, call.At, listed));
        var listing = new Listing(ResourceKind.Server, call.At, [.. listed.Select(seen => seen.Key)]);
        return new DriverAnswer.Swept(Ci2World.Status.Scope, call.At, World.Now, [listing]);
    }

    /// <summary>As it was at some instant between the beginning and the end of the call.</summary>
    private ResourceObject? Read(Call call, string id)
    {
        var at = _isCalm || Chance(50) ? Servers : call.Before;
        return at.TryGetValue(id, out var state) ? Ci2World.Server(id, state) : null;
    }

    private DriverAnswer Act(Call call, DriverCall.Act act)
    {
        var key = Ci2World.Key(IdOf(act.Key, act.Spec));
        if (!_isUp || (!_isCalm && Chance(20)))
        {
            return new DriverAnswer.Acted(DriverTaskOutcome.Unavailable, "down", key, null, World.Now);
        }

        if (act.Action == DriverAction.Power && !Servers.ContainsKey(key.NativeId))
        {
            return new DriverAnswer.Acted(DriverTaskOutcome.Missing, "not there", key, null, World.Now);
        }

        if (!_isCalm && Chance(20))
        {
            if (Chance(50)) Apply(call);
            return new DriverAnswer.Acted(DriverTaskOutcome.Uncertain, "unanswered", key, null, World.Now);
        }

        Apply(call);
        World.Pass();
        var seen = Servers.TryGetValue(key.NativeId, out var state) ? Ci2World.Server(key.NativeId, state) : null;
        return seen is null == (act.Action == DriverAction.Delete)
            ? new DriverAnswer.Acted(DriverTaskOutcome.Done, null, key, seen, World.Now)
            : new DriverAnswer.Acted(DriverTaskOutcome.Uncertain, "otherwise", key, seen, World.Now);
    }

    private void Apply(Call call)
    {
        var act = (DriverCall.Act)call.Start.Request;
        var id = IdOf(act.Key, act.Spec);
        if (act.Action == DriverAction.Ensure) Create(id);
        else if (act.Action == DriverAction.Delete) Remove(id);
        else if (Servers.ContainsKey(id)) Set(id, act.Power == PowerAction.Start ? States[0] : States[2]);
    }

    private static string IdOf(ResourceKey? key, ResourceSpec? spec) => key?.NativeId ?? spec!.Id.ToString();

    private sealed record Call(
        EffectStart Start, DateTimeOffset At, SortedDictionary<string, ResourceState> Before);
}
