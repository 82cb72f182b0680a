using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// Something that holds whatever happens. Looks at what is committed and at the platforms, never at wishes.
/// </summary>
internal abstract class Invariant
{
    /// <summary>Number and words of the architecture's list.</summary>
    public abstract string Name { get; }

    /// <summary>An event is committed to a log; in order, each once.</summary>
    public virtual void Committed(RecordedEvent happened)
    {
    }

    /// <summary>A layer is about to do a step.</summary>
    public virtual void Stepping(Owner owner, LayerInput input, DateTimeOffset now)
    {
    }

    /// <summary>A layer has done a step; its first, when it begins, has no input.</summary>
    public virtual void Stepped(Owner owner, LayerInput? input, StepOutput output)
    {
    }

    /// <summary>A native call leaves a process of HCOS.</summary>
    public virtual void Sending(NativeCalls calls, PlatformCall call)
    {
    }

    /// <summary>A native call of HCOS that may change something has reached a platform and is about to act.</summary>
    public virtual void BeforeChange(Estate estate, NativeCalls calls, PlatformCall call)
    {
    }

    /// <summary>A native call of HCOS that may change something has had its effect, or was refused.</summary>
    public virtual void Acted(Estate estate, NativeCalls calls, PlatformCall call, PlatformAnswer answer)
    {
    }

    /// <summary>A call of a driver has ended well.</summary>
    public virtual void Ended(Estate estate, NativeCalls calls)
    {
    }

    /// <summary>A platform tells of a change by itself; whether it arrives is another matter.</summary>
    public virtual void Told(Estate estate, NativeEvent happened)
    {
    }

    /// <summary>Something changed on a platform.</summary>
    public virtual void PlatformChanged(Estate estate)
    {
    }

    /// <summary>Somebody set the clock of an owner's process.</summary>
    public virtual void ClockSet(Owner owner)
    {
    }

    /// <summary>What keeps the platform from being at rest, as far as this invariant is concerned.</summary>
    public virtual IEnumerable<string> AtRest() => [];

    /// <summary>It does not hold.</summary>
    /// <param name="what">What was seen.</param>
    /// <param name="subjects">Ids to look for in the trace.</param>
    protected void Violated(string what, params object[] subjects) =>
        throw new SimulationViolation(Name, what, [.. subjects.Select(subject => $"{subject}")]);
}
