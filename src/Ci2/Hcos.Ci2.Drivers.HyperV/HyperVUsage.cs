using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>What a summary says of what a machine uses. Pure.</summary>
/// <remarks>
/// <c>Msvm_SummaryInformation</c> of Microsoft's reference: ProcessorLoad in percent, MemoryUsage in MiB, UpTime in
/// milliseconds. The host gives no sum of processor time.
/// </remarks>
internal static class HyperVUsage
{
    /// <summary>ProcessorLoad, MemoryUsage, UpTime.</summary>
    public static IReadOnlyList<int> Parts { get; } = [101, 103, 105];

    /// <summary>What it uses.</summary>
    public static ServerUsage Of(Machine machine)
    {
        var state = machine.ServerState;
        if (state is not (ResourceState.Running or ResourceState.Paused)) return new(state);
        var summary = machine.System;
        return new(
            state,
            ProcessorPercent: summary.Number("ProcessorLoad"),
            MemoryBytes: summary.Number("MemoryUsage") << 20,
            UptimeSeconds: summary.Number("UpTime") / 1000.0);
    }
}
