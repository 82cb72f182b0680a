using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Simulation.Tests.World;

/// <summary>
/// A layer as an operator sees it: it runs, is down, or is taken over while its old owner stands still.
/// </summary>
internal sealed class LayerProcess(
    PlatformWorld world, LayerDefinition whole, Func<Owner, IEffectExecutor> createEffects)
{
    private readonly LayerDefinition _definition = world.Breakage.Of(whole);

    private static readonly TimeSpan RestartDelay = new LayerHostOptions().RestartDelay;

    private SkewedClock? _clock;

    /// <summary>
    /// The kernel's own; streams that came to their end leave memory while the run still goes on, but only when no
    /// request for them can still be on its way, as with the kernel's own bound.
    /// </summary>
    public static LayerOptions Bounds { get; } = new()
    {
        KeepFinal = TimeSpan.FromSeconds(90),
        ForgetEvery = TimeSpan.FromSeconds(10),
    };

    public PlatformWorld World => world;

    public string Name => _definition.Name;

    public LayerDefinition Definition => _definition;

    /// <summary>Who owns the log now; null while nobody does.</summary>
    public Owner? Current { get; private set; }

    /// <summary>Told of every commit whose answer arrived.</summary>
    public Action<IReadOnlyList<RecordedEvent>>? OnCommitted { get; set; }

    /// <summary>Told when a new owner has loaded the log.</summary>
    public Action? OnLoaded { get; set; }

    /// <summary>How many actions its owners have done.</summary>
    public long Actions { get; set; }

    public IEffectExecutor CreateEffects(Owner owner) => createEffects(owner);

    public void Committed(Owner owner, IReadOnlyList<RecordedEvent> events)
    {
        if (Current == owner) OnCommitted?.Invoke(events);
    }

    /// <summary>Becomes owner and loads; tries again while the store refuses.</summary>
    public void Start()
    {
        if (Current is not null) return;
        try
        {
            var log = Synchronously.Get(() => world.Store.OwnAsync(Name, CancellationToken.None));
            var layer = Load(log);
            _clock = new SkewedClock(world.Clock, world.Delays.Skew());
            Current = new Owner(this, layer, log, new LogClock(_clock, layer.Time));
            world.Connect(Current);
            OnLoaded?.Invoke();
            Current.Begin();
        }
        catch (StoreUnavailableException)
        {
            StartAfter(RestartDelay);
        }
    }

    public void StartAfter(TimeSpan wait) => world.Agenda.Add(world.Now + wait, Start);

    /// <summary>The process is killed; another one starts after a while.</summary>
    public void Crash(bool commitLands, TimeSpan downFor)
    {
        Kill(commitLands);
        StartAfter(downFor);
    }

    public void Kill(bool commitLands)
    {
        if (Current is not { } owner) return;
        Current = null;
        world.Tell(Name, "is killed");
        owner.Crash(commitLands);
    }

    /// <summary>
    /// The owner stands still, loses its session, and a standby takes over; later the old one goes on.
    /// </summary>
    public void TakeOver(TimeSpan takeOverAfter, TimeSpan wakeAfter)
    {
        if (Current is not { } owner) return;
        world.Tell(Name, $"epoch {owner.Epoch} stands still");
        owner.Pause();
        world.Agenda.Add(world.Now + takeOverAfter, () => Replace(owner));
        world.Agenda.Add(world.Now + wakeAfter, owner.Resume);
    }

    /// <summary>The clock of the process is set: it is wrong by so much from now on.</summary>
    public void SetClock(TimeSpan skew)
    {
        if (_clock is null || Current is not { } owner) return;
        _clock.Skew = skew;
        world.Tell(Name, $"its clock is wrong by {skew}");
        foreach (var invariant in world.Invariants) invariant.ClockSet(owner);
    }

    /// <summary>An owner learned that it is none any more.</summary>
    public void Lost(Owner owner)
    {
        if (Current != owner) return;
        Current = null;
        StartAfter(RestartDelay);
    }

    private void Replace(Owner owner)
    {
        if (Current != owner) return;
        Current = null;
        world.Store.EndSession(Name);
        Start();
    }

    private Layer Load(IOwnedLog log)
    {
        try
        {
            var loaded = Synchronously.Get(() => LayerLoading.LoadAsync(
                _definition, world.Store, world.Catalog, LayerProcess.Bounds, log.Head, _ => { },
                CancellationToken.None));
            if (loaded.FromSnapshot > 0) world.Counts.Note("starts from a snapshot");
            return loaded.Layer;
        }
        catch (StoreUnavailableException)
        {
            Synchronously.Run(async () => await log.DisposeAsync());
            throw;
        }
    }
}
