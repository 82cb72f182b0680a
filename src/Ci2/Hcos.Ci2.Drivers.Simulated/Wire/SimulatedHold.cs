using Hcos.Ci2.Drivers.Simulated.Calls;

namespace Hcos.Ci2.Drivers.Simulated.Wire;

/// <summary>Holds one native call at one point of its way until it is released.</summary>
public sealed class SimulatedHold
{
    private readonly TaskCompletionSource<PlatformCall> _reached = new();
    private readonly TaskCompletionSource _released = new();

    internal SimulatedHold(PassagePoint point, Func<PlatformCall, bool> which) => (Point, Which) = (point, which);

    /// <summary>Ends when a call is held, with that call.</summary>
    public Task<PlatformCall> Reached => _reached.Task;

    internal PassagePoint Point { get; }

    internal Func<PlatformCall, bool> Which { get; }

    internal Task Released => _released.Task;

    /// <summary>
    /// Lets the call go on, on the thread that says so. A hold that nothing has reached yet holds no more.
    /// </summary>
    public void Release() => _released.TrySetResult();

    internal void Reach(PlatformCall call) => _reached.TrySetResult(call);
}
