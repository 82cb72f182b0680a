using Hcos.Ci2.Drivers.Simulated;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated;
using Hcos.Kernel.Simulated.Bus;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Simulated.Time;
using Hcos.Simulation.Tests.Faults;
using Hcos.Simulation.Tests.Invariants;

namespace Hcos.Simulation.Tests.World;

/// <summary>
/// The whole platform in one thread on virtual time: the real layers over simulated seams, everything drawn from one
/// seed. Nothing happens but by <see cref="Next"/>, one action at a time.
/// </summary>
internal sealed partial class PlatformWorld
{
    /// <summary>When every run begins.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Memory of every host, in bytes: little, so that claims meet the end of it.</summary>
    public const long HostMemory = 8L << 30;

    /// <summary>Processors of every host.</summary>
    public const int HostVcpus = 16;

    /// <summary>How many estates there are, unless somebody wants others.</summary>
    public const int UsualEstates = 3;

    /// <summary>How often an estate of a seed is plain.</summary>
    private const double PlainChance = 0.4;

    /// <summary>Many times what a run takes: something feeds itself.</summary>
    private const long MostSteps = 600_000;

    private readonly Dictionary<SimulatedConnection, Owner> _owners = [];
    private readonly Dictionary<string, long> _landed = new(StringComparer.Ordinal);
    private readonly SimulatedEventStore _witness;

    /// <param name="seed">What everything is drawn from.</param>
    /// <param name="fidelity">Whether what is stored and sent is JSON.</param>
    /// <param name="estates">How many there are.</param>
    /// <param name="manners">How their platforms make servers, in turn; plain ones where nothing is said.</param>
    public PlatformWorld(
        int seed,
        SimulatedFidelity fidelity = SimulatedFidelity.Exact,
        int estates = UsualEstates,
        IReadOnlyList<PlatformManners>? manners = null)
    {
        Seed = seed;
        Fidelity = fidelity;
        Clock = new VirtualTimeProvider(Beginning);
        Catalog = World.Catalog.Whole;
        Trace = new Trace(Beginning);
        Delays = new Delays(seed);
        NativeFaults = new NativeFaults(seed, Counts);
        StoreFaults = new StoreFaults(seed, Counts);
        Network = new SimulatedNetwork(Catalog, Clock, seed, fidelity);
        Store = new SimulatedEventStore(Catalog, StoreFaults, Clock, fidelity);
        _witness = Store.Sharing(Catalog, NoStoreFaults.Instance);
        Estates = [.. CreateEstates(estates, manners ?? [PlatformManners.Plain])];
        Processes = [.. CreateProcesses()];
        Views = new ViewKeeper(this, Process("usl"));
        Invariants = InvariantList.Of(this);
    }

    public int Seed { get; }

    /// <summary>Whether what is stored and sent is written as JSON and read anew.</summary>
    public SimulatedFidelity Fidelity { get; }

    public VirtualTimeProvider Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public Agenda Agenda { get; } = new();

    public Breakage Breakage { get; } = new();

    public MessageCatalog Catalog { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedEventStore Store { get; }

    public ViewKeeper Views { get; }

    public SimulatedRuns Runs { get; } = new();

    public IReadOnlyList<Estate> Estates { get; }

    public IReadOnlyList<LayerProcess> Processes { get; }

    public IReadOnlyList<Invariant> Invariants { get; }

    public Delays Delays { get; }

    public NativeFaults NativeFaults { get; }

    public StoreFaults StoreFaults { get; }

    public Counts Counts { get; } = new();

    public Trace Trace { get; }

    /// <summary>How many actions happened.</summary>
    public long Steps { get; private set; }

    /// <summary>Told after every action of a layer.</summary>
    public Action<LayerProcess>? AfterAction { get; set; }

    /// <summary>Told of every event once it is committed.</summary>
    public Action<RecordedEvent>? WhenCommitted { get; set; }

    /// <summary>Told of every answer to a question.</summary>
    public Action<SimulatedMessage.Answer>? OnAnswer { get; set; }

    public LayerProcess Process(string layer) => Processes.First(process => process.Name == layer);

    public void Start()
    {
        foreach (var process in Processes) process.StartAfter(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Lets the next thing happen; false when nothing happens until then.</summary>
    public bool Next(DateTimeOffset until)
    {
        var agenda = Agenda.NextDue ?? long.MaxValue;
        var network = Network.NextDue?.UtcTicks ?? long.MaxValue;
        var due = Math.Min(agenda, network);
        if (due > until.UtcTicks)
        {
            Clock.Advance(until - Now);
            return false;
        }

        if (++Steps > MostSteps)
        {
            throw new SimulationViolation("no storm", $"{MostSteps} actions, and it goes on", []);
        }

        Clock.Advance(TimeSpan.FromTicks(Math.Max(0, due - Now.UtcTicks)));
        if (network <= agenda) Deliver();
        else Agenda.Take()();
        return true;
    }

    public void RunFor(TimeSpan time)
    {
        var until = Now + time;
        while (Next(until))
        {
        }
    }

    /// <summary>Runs until something holds, looking once every while; false when it does not in time.</summary>
    public bool RunUntil(Func<bool> holds, TimeSpan within, TimeSpan? every = null)
    {
        var until = Now + within;
        while (!holds())
        {
            if (Now >= until) return false;
            RunFor(every ?? TimeSpan.FromSeconds(1));
        }

        return true;
    }

    public void Connect(Owner owner) => _owners.Add(owner.Connection, owner);

    public void Disconnect(Owner owner)
    {
        _owners.Remove(owner.Connection);
        Network.Disconnect(owner.Connection);
    }

    public void Acted(LayerProcess process)
    {
        process.Actions++;
        AfterAction?.Invoke(process);
    }

    public void Tell(string who, string what) => Trace.Add(Now, who, what);

    /// <summary>
    /// A commit reached the store; where its answer does not say so, the log shows what was accepted.
    /// </summary>
    public void Landed(LayerProcess process, IReadOnlyList<RecordedEvent>? accepted)
    {
        var from = _landed.GetValueOrDefault(process.Name) + 1;
        foreach (var happened in accepted ?? LogOf(process.Name, from))
        {
            _landed[process.Name] = happened.Position;
            foreach (var invariant in Invariants) invariant.Committed(happened);
            WhenCommitted?.Invoke(happened);
        }
    }

    /// <summary>The log of a layer, past all faults.</summary>
    public List<RecordedEvent> LogOf(string layer, long from = 1) =>
        Synchronously.Read(_witness.ReadAsync(layer, from, 10_000_000, CancellationToken.None));

    public TInvariant Invariant<TInvariant>() where TInvariant : Invariant => Invariants.OfType<TInvariant>().Single();

    /// <summary>What keeps the platform from being at rest; empty when it is.</summary>
    public IReadOnlyList<string> Unrest()
    {
        foreach (var invariant in Invariants)
        {
            var unrest = invariant.AtRest().ToList();
            if (unrest.Count > 0) return [.. unrest.Select(what => $"{invariant.Name}: {what}")];
        }

        return [];
    }

    public void Sending(NativeCalls calls, PlatformCall call)
    {
        foreach (var invariant in Invariants) invariant.Sending(calls, call);
    }

    public void BeforeNativeCall(Estate estate, NativeCalls calls, PlatformCall call)
    {
        if (!call.Changes) return;
        Counts.Note("changing native calls");
        foreach (var invariant in Invariants) invariant.BeforeChange(estate, calls, call);
    }

    public void PlatformChanged(Estate estate)
    {
        foreach (var invariant in Invariants) invariant.PlatformChanged(estate);
    }

    private void Deliver()
    {
        if (!Network.TryDequeue(Now, out var delivery)) return;
        if (delivery.Message is SimulatedMessage.Answer answer)
        {
            OnAnswer?.Invoke(answer);
            return;
        }

        if (!_owners.TryGetValue(delivery.To!, out var owner)) return;
        switch (delivery.Message)
        {
            case SimulatedMessage.Commands commands:
                foreach (var command in commands.Envelopes) owner.Put(new LayerInput.Commanded(command));
                break;
            case SimulatedMessage.Batch batch:
                owner.Put(new LayerInput.Observed(batch.Part));
                break;
            case SimulatedMessage.Head head:
                owner.Put(new LayerInput.Announced(head.Announcement));
                break;
            case SimulatedMessage.Replay replay:
                owner.Act(TimeSpan.Zero, () => owner.Serve(replay.Request));
                break;
            case SimulatedMessage.Question question:
                owner.Answer(question);
                break;
            default:
                throw new InvalidOperationException($"{delivery.Message.GetType().Name} is for nobody");
        }
    }
}
