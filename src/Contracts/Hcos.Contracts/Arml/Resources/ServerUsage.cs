namespace Hcos.Contracts.Arml.Resources;

/// <summary>What a server uses at an instant; null is what its platform does not say.</summary>
/// <param name="State">What it was then: what does not execute uses nothing, and says nothing.</param>
/// <param name="ProcessorPercent">The share of its processors that is busy now, from 0 to 100.</param>
/// <param name="ProcessorSeconds">The processor time that it has taken since it was started last.</param>
/// <param name="MemoryBytes">The host's memory that it is given now, in bytes.</param>
/// <param name="UptimeSeconds">For how long it has executed.</param>
public sealed record ServerUsage(
    ResourceState State,
    double? ProcessorPercent = null,
    double? ProcessorSeconds = null,
    long? MemoryBytes = null,
    double? UptimeSeconds = null);
