using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Ci2.Drivers.Simulated.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>
/// A <see cref="SimulatedPlatform"/> that lives: on a clock, behind a <see cref="SimulatedWire"/>, with watchers, for
/// several drivers and threads. It starts no thread: everything happens on the thread that calls, or on the one on
/// which the clock's timers fire; with a clock that is moved by hand all of it is one thread.
/// </summary>
public sealed class SimulatedEstate : IDisposable
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ChangeInterval = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly SimulatedPlatform _platform;
    private readonly List<WatchQueue> _watchers = [];
    private readonly List<(WatchQueue Watcher, NativeEvent Happened)> _held = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ITimer _changes;
    private DateTimeOffset? _changesBegan;
    private int _changed;
    private readonly Random _random;
    private bool _holdsEvents;

    /// <summary>Builds an estate.</summary>
    /// <param name="options">How it is built and behaves.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="runs">The witness of who executes where.</param>
    public SimulatedEstate(SimulatedOptions options, TimeProvider time, SimulatedRuns runs)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        Options = options;
        Runs = runs;
        _time = time;
        _platform = new(options, runs);
        _random = new(options.Seed);
        _timer = time.CreateTimer(
            _ => Do((platform, now) => platform.Advance(now)),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _changes = time.CreateTimer(_ => Change(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (options is { ChangesPerSecond: > 0, Servers: > 0 }) _changes.Change(ChangeInterval, ChangeInterval);
        Wire = new(EndWatches);
        Outside = new(this);
    }

    /// <summary>How it was built.</summary>
    public SimulatedOptions Options { get; }

    /// <summary>The witness of who executes where.</summary>
    public SimulatedRuns Runs { get; }

    /// <summary>The ways between the drivers and this estate: faults, holds, cutting off.</summary>
    public SimulatedWire Wire { get; }

    /// <summary>What somebody else does to it.</summary>
    public SimulatedOutside Outside { get; }

    /// <summary>What native calls have done so far.</summary>
    public PlatformCounts Counts => Do((platform, _) => platform.Counts);

    /// <summary>Native ids of disks that nobody would ever remove.</summary>
    public IReadOnlyList<string> Orphans => Do((platform, _) => platform.Orphans);

    /// <summary>One line per native call, oldest first.</summary>
    public IReadOnlyList<string> Trace => Do((platform, _) => platform.Trace);

    /// <summary>How everything of <paramref name="kind"/> is, past all faults, for assertions.</summary>
    public IReadOnlyList<ResourceObject> Objects(ResourceKind kind) => Do((platform, now) =>
    {
        platform.Advance(now);
        return platform.Objects(kind);
    });

    /// <summary>From here on events are kept back until <see cref="ReleaseEvents"/>.</summary>
    public void HoldEvents() => Do((_, _) => _holdsEvents = true);

    /// <summary>Tells the events that were kept back, in their order.</summary>
    public void ReleaseEvents() => Do((_, _) => _holdsEvents = false);

    /// <summary>Ends <see cref="HoldEvents"/> and forgets what was kept back: those events are lost.</summary>
    public void LoseEvents() => Do((_, _) =>
    {
        _held.Clear();
        _holdsEvents = false;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _changes.Dispose();
        _timer.Dispose();
    }

    /// <summary>Has the effect of a native call now, past the wire.</summary>
    internal PlatformAnswer Apply(PlatformCall call) => call switch
    {
        PlatformCall.MoveServer move => Across(move.Target, (source, target, now) => source.Move(target, move, now)),
        PlatformCall.ReadMoved read => Across(
            read.Target, (_, target, now) => target.Apply(new PlatformCall.ReadObject(read.Key), now)),
        _ => Do((platform, now) => platform.Apply(call, now)),
    };

    /// <summary>Finds another estate of the same registry; null for none.</summary>
    internal Func<string, SimulatedEstate?> Others { get; init; } = _ => null;

    internal void Do(Action<SimulatedPlatform, DateTimeOffset> what) => Do((platform, now) =>
    {
        what(platform, now);
        return true;
    });

    /// <summary>Does something under the lock, and wakes the watchers outside of it.</summary>
    internal T Do<T>(Func<SimulatedPlatform, DateTimeOffset, T> what)
    {
        T result;
        List<WatchQueue> awake;
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            result = what(_platform, now);
            awake = Tell();
            Arm(now);
        }

        awake.ForEach(watcher => watcher.Wake());
        return result;
    }

    /// <summary>How long the next passage takes.</summary>
    internal TimeSpan DrawLatency()
    {
        if (Options.Jitter == TimeSpan.Zero)
        {
            return Options.Latency;
        }

        lock (_lock)
        {
            return Options.Latency + (Options.Jitter * _random.NextDouble());
        }
    }

    internal WatchQueue Watch()
    {
        var watcher = new WatchQueue(Options.WatchLimit);
        lock (_lock)
        {
            watcher.Put(NativeEvent.WatchBegan);
            if (Wire.IsCut)
            {
                throw new DriverException(DriverFailure.Unavailable, SimulatedErrors.CutOff);
            }

            _watchers.Add(watcher);
        }

        return watcher;
    }

    internal void Unwatch(WatchQueue watcher)
    {
        lock (_lock)
        {
            _watchers.Remove(watcher);
            _held.RemoveAll(held => held.Watcher == watcher);
        }
    }

    /// <summary>As many changes as are due by now.</summary>
    private void Change() => Do((platform, now) =>
    {
        _changesBegan ??= now;
        var due = (int)((now - _changesBegan.Value).TotalSeconds * Options.ChangesPerSecond);
        while (_changed < due) platform.Change(_changed++, now);
    });

    /// <summary>Does something to this platform and another at one instant, always locked in the same order.</summary>
    private PlatformAnswer Across(
        string other, Func<SimulatedPlatform, SimulatedPlatform, DateTimeOffset, PlatformAnswer> what)
    {
        if (Others(other) is not { } there || there == this) return Answers.Missing($"there is no estate {other}");
        if (there.Wire.IsCut) return new PlatformAnswer.Refused(DriverFailure.Unavailable, SimulatedErrors.CutOff);
        return string.CompareOrdinal(Options.Name, other) < 0
            ? Do((here, now) => there.Do((target, _) => what(here, target, now)))
            : there.Do((target, now) => Do((here, _) => what(here, target, now)));
    }

    private void EndWatches()
    {
        List<WatchQueue> ended;
        lock (_lock)
        {
            ended = [.. _watchers];
            _watchers.Clear();
            _held.Clear();
        }

        foreach (var watcher in ended)
        {
            watcher.End(SimulatedErrors.CutOff);
            watcher.Wake();
        }
    }

    private List<WatchQueue> Tell()
    {
        // An event belongs to those who watched when it happened: a later watcher must not be told what is past.
        foreach (var happened in _platform.TakeEvents())
        {
            _held.AddRange(_watchers.Select(watcher => (watcher, happened)));
        }

        if (_holdsEvents || _held.Count == 0)
        {
            return [];
        }

        _held.ForEach(held => held.Watcher.Put(held.Happened));
        _held.Clear();
        return [.. _watchers];
    }

    private void Arm(DateTimeOffset now)
    {
        var wait = Timeout.InfiniteTimeSpan;
        if (_platform.NextDue is { } due)
        {
            // The system's timers count in milliseconds: less would make them fire at once and again.
            wait = due - now > LeastWait ? due - now : LeastWait;
        }

        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
