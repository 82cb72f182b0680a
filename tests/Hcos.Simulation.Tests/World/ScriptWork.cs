using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers.Simulated.Calls;

namespace Hcos.Simulation.Tests.World;

/// <summary>An effect that is a sequence of driver calls, written down as a script.</summary>
internal sealed class ScriptWork(DriverExecutor executor, Owner owner, long run, DriverCall call)
    : DriverWork(executor, owner, run)
{
    private IEnumerator<NativeCalls>? _script;
    private NativeCalls? _current;

    /// <summary>What the script answers with; set before it ends.</summary>
    public DriverAnswer? Answer { get; set; }

    public DateTimeOffset Now => Owner.Now;

    public DriverExecutor Drivers => Executor;

    public override void Begin()
    {
        if (IsOver) return;
        _script = DriverScripts.Of(this, call).GetEnumerator();
        Next();
    }

    public override void Drop()
    {
        base.Drop();
        _current?.Abandon();
    }

    public NativeCalls Calls(Estate estate, DriverRun driverRun, TimeSpan timeout, DriverCall.Act? task = null) =>
        new(Owner, estate, driverRun, timeout) { Task = task };

    public void Tell(object report) => Report(report);

    private void Next()
    {
        if (IsOver) return;
        if (!_script!.MoveNext())
        {
            Return(Answer!);
            return;
        }

        _current = _script.Current;
        _current.Begin(Next);
    }
}
