using Hcos.Kernel.Layers;

namespace Hcos.Simulation.Tests.World;

/// <summary>Carries out the effects of one ownership; what it remembers is gone with the process.</summary>
internal interface IEffectExecutor
{
    /// <summary>Begins an effect; its end is an input of the owner.</summary>
    void Start(EffectStart start);

    /// <summary>An effect is no longer wanted. It still has to return.</summary>
    void Cancel(long run);

    /// <summary>The process is gone. What is on its way to the world arrives all the same.</summary>
    void Drop();
}

/// <summary>For layers that touch nothing.</summary>
internal sealed class NoEffects : IEffectExecutor
{
    public void Start(EffectStart start) =>
        throw new InvalidOperationException($"{start.Stream} owes an effect of a layer without effects");

    public void Cancel(long run)
    {
    }

    public void Drop()
    {
    }
}
