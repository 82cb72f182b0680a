using Hcos.Ci2.Calls;
using Hcos.Kernel.Layers;

namespace Hcos.Simulation.Tests.World;

/// <summary>One effect of CI2 under way.</summary>
internal abstract class DriverWork(DriverExecutor executor, Owner owner, long run)
{
    protected bool IsOver { get; private set; }

    protected DriverExecutor Executor => executor;

    protected Owner Owner => owner;

    protected long Run => run;

    public abstract void Begin();

    /// <summary>The process that runs it is gone, or nobody waits for it.</summary>
    public virtual void Drop() => IsOver = true;

    public void Return(DriverAnswer answer)
    {
        if (IsOver) return;
        Drop();
        executor.Ended(run);
        owner.Put(new LayerInput.Returned(run, answer));
    }

    protected void Report(object report) => owner.Report(run, report);
}
