using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.World;

/// <summary>An input on its way into a layer.</summary>
/// <param name="Input">The input.</param>
/// <param name="Committed">Told whether what it led to is committed; null when nobody waits.</param>
/// <param name="IsHeartbeat">Whether the head is announced with it.</param>
internal sealed record Work(LayerInput Input, Action<bool>? Committed = null, bool IsHeartbeat = false)
{
    /// <summary>Told right after the step, before anything is committed; null when nobody asks.</summary>
    public Action<Layer>? Stepped { get; init; }
}

/// <summary>A step on its way to the log.</summary>
/// <param name="Output">What it led to.</param>
/// <param name="Committed">Told whether it is committed.</param>
/// <param name="Head">Announced once everything before it is committed; null for none.</param>
internal sealed record TakenStep(StepOutput Output, Action<bool>? Committed, HeadAnnouncement? Head);
