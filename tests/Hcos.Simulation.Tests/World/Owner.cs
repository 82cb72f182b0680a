using System.Text.Json;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Bus;
using Hcos.Kernel.Stores;

namespace Hcos.Simulation.Tests.World;

/// <summary>
/// One ownership of one log, without threads: takes inputs one at a time, commits what they led to in groups, and lets
/// it out afterwards, by the rules of the kernel's own shell. Every action can be its last.
/// </summary>
internal sealed partial class Owner
{
    private static readonly LayerHostOptions Options = new();
    private readonly Layer _layer;
    private readonly IOwnedLog _log;
    private readonly LogClock _clock;
    private readonly Queue<Work> _inputs = new();
    private readonly List<Action> _deferred = [];
    private readonly IEffectExecutor _effects;
    private bool _isPumping;
    private long _tick;
    private long _reports;

    public Owner(LayerProcess process, Layer layer, IOwnedLog log, LogClock clock)
    {
        Process = process;
        _layer = layer;
        _log = log;
        _clock = clock;
        _published = log.Head;
        _effects = process.CreateEffects(this);
        Connection = World.Network.Connect(layer.Name, process.Definition.ObservedLogs);
    }

    public LayerProcess Process { get; }

    public PlatformWorld World => Process.World;

    public SimulatedConnection Connection { get; }

    public Layer Layer => _layer;

    public long Epoch => _log.Epoch;

    public bool IsAlive { get; private set; } = true;

    public bool IsPaused { get; private set; }

    /// <summary>From when until when the process stood still the last time, in true time.</summary>
    public (DateTimeOffset From, DateTimeOffset Until) LatestPause { get; private set; }

    /// <summary>Whether nothing waits in it: no input, no step, no commit.</summary>
    public bool IsIdle => _inputs.Count == 0 && _steps.Count == 0 && !_isCommitting;

    /// <summary>The layer's log time.</summary>
    public DateTimeOffset Now => _clock.Now();

    public void Begin()
    {
        var first = _layer.Begin(_log.Epoch, _log.Positions, Now);
        World.Tell(Process.Name, $"owns its log, epoch {_log.Epoch}, from {_log.Head}");
        World.Stepped(this, null, first);
        PutStep(new TakenStep(first, null, Announces()));
        SetTick(_layer.NextDue, Now);
        Beat();
    }

    /// <summary>Lets something happen here after a while, unless the process is gone by then.</summary>
    public void Act(TimeSpan after, Action act) => World.Agenda.Add(World.Now + after, () => Run(act));

    public void Put(Work work)
    {
        if (!IsAlive)
        {
            work.Committed?.Invoke(false);
            return;
        }

        _inputs.Enqueue(work);
        if (_isPumping) return;
        _isPumping = true;
        Act(World.Delays.Step(), Pump);
    }

    public void Put(LayerInput input) => Put(new Work(input));

    /// <summary>Answers a question from what the layer knows, once that is committed.</summary>
    public void Answer(SimulatedMessage.Question asked)
    {
        var question = World.Catalog.Read(asked.Name, asked.Json)!;
        object? answer = null;
        Put(new Work(LayerInput.Ticked.Instance, Answered) { Stepped = layer => answer = layer.Ask(question) });

        void Answered(bool isCommitted)
        {
            if (!isCommitted) return;
            var json = JsonSerializer.Serialize(answer, World.Catalog.Json);
            World.Network.Answer(new SimulatedMessage.Answer(asked.Number, json));
        }
    }

    /// <summary>An effect under way tells something.</summary>
    public void Report(long run, object report)
    {
        var id = DerivedId.From(Process.Name, $"{_log.Epoch}", $"{run}", $"{++_reports}");
        Put(new LayerInput.Reported(id, report));
    }

    /// <summary>Whether the head row still shows this epoch: the last look before the world is touched.</summary>
    public bool Verify() => !LooksAtHeadRow() || IsInHeadRow();

    // A rule of its own, so that a mutant can do without it.
    private static bool LooksAtHeadRow() => true;

    private bool IsInHeadRow()
    {
        try
        {
            Synchronously.Run(() => _log.VerifyAsync(CancellationToken.None));
            return true;
        }
        catch (OwnershipLostException)
        {
            World.Counts.Note("changes refused by epoch");
            return false;
        }
    }

    /// <summary>The process stands still; what would happen in it happens when it goes on.</summary>
    public void Pause()
    {
        if (!IsPaused) LatestPause = (World.Now, DateTimeOffset.MaxValue);
        IsPaused = true;
    }

    public void Resume()
    {
        if (!IsAlive || !IsPaused) return;
        IsPaused = false;
        LatestPause = LatestPause with { Until = World.Now };
        World.Tell(Process.Name, $"epoch {_log.Epoch} wakes, {_deferred.Count} actions late");
        foreach (var act in _deferred.ToList()) Act(TimeSpan.Zero, act);
        _deferred.Clear();
    }

    /// <summary>The process is gone between two actions.</summary>
    public void Crash(bool commitLands)
    {
        if (!IsAlive) return;
        if (commitLands) _landing?.Land();
        _landing?.Drop();
        End("crashed");
    }

    private void Run(Action act)
    {
        if (!IsAlive) return;
        if (IsPaused)
        {
            _deferred.Add(act);
            return;
        }

        try
        {
            act();
        }
        catch (Exception lost) when (lost is OwnershipLostException or StoreUnavailableException)
        {
            End(lost.Message);
            Process.Lost(this);
        }

        World.Acted(Process);
    }

    private void End(string reason)
    {
        if (!IsAlive) return;
        IsAlive = false;
        World.Tell(Process.Name, $"epoch {_log.Epoch} ends: {reason}");
        _effects.Drop();
        World.Disconnect(this);
        Synchronously.Run(async () => await _log.DisposeAsync());
        foreach (var work in _inputs) work.Committed?.Invoke(false);
        FailSteps();
    }

    private void Pump()
    {
        var work = _inputs.Dequeue();
        _isPumping = _inputs.Count > 0;
        if (_isPumping) Act(World.Delays.Step(), Pump);
        var now = Now;
        World.Stepping(this, work.Input, now);
        var output = _layer.Step(work.Input, now);
        World.Stepped(this, work.Input, output);
        work.Stepped?.Invoke(_layer);
        if (!output.IsEmpty || work.Committed is not null || work.IsHeartbeat)
        {
            PutStep(new TakenStep(output, work.Committed, work.IsHeartbeat ? Announces() : null));
        }

        SetTick(_layer.NextDue, now);
    }

    private void SetTick(DateTimeOffset? nextDue, DateTimeOffset now)
    {
        if (nextDue is not { } due) return;
        var wait = due > now ? due - now : TimeSpan.FromMilliseconds(1);
        if (wait > Options.Heartbeat) wait = Options.Heartbeat;
        var tick = ++_tick;
        World.Agenda.Add(World.Now + wait, () =>
        {
            if (tick == _tick) Run(() => Put(LayerInput.Ticked.Instance));
        });
    }

    private void Beat()
    {
        Act(Options.Heartbeat, () =>
        {
            Put(new Work(LayerInput.Ticked.Instance, null, IsHeartbeat: true));
            KeepSnapshot();
            Beat();
        });
    }

    private HeadAnnouncement Announces() =>
        new(_layer.Name, _layer.Epoch, _layer.EpochStart, Now, _layer.Head);
}
