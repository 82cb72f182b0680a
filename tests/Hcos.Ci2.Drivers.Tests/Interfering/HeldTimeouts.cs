namespace Hcos.Ci2.Drivers.Tests.Interfering;

/// <summary>
/// The machine's clock, but for time-outs: they come when the test says so. A request that hangs is given up at once,
/// and a slow machine gives up nothing that does not hang.
/// </summary>
internal sealed class HeldTimeouts : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly List<Held> _held = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        dueTime > LongestPause ? new Held(this, callback, state) : System.CreateTimer(callback, state, dueTime, period);

    /// <summary>Whoever waits with a time-out now has waited too long.</summary>
    public void GiveUp()
    {
        List<Held> all;
        lock (_lock) all = [.. _held];
        foreach (var timeout in all) timeout.Fire();
    }

    private sealed class Held : ITimer
    {
        private readonly HeldTimeouts _owner;
        private readonly TimerCallback _callback;
        private readonly object? _state;

        public Held(HeldTimeouts owner, TimerCallback callback, object? state)
        {
            (_owner, _callback, _state) = (owner, callback, state);
            lock (owner._lock) owner._held.Add(this);
        }

        public void Fire()
        {
            lock (_owner._lock)
            {
                if (!_owner._held.Remove(this)) return;
            }

            _callback(_state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
            lock (_owner._lock) _owner._held.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
