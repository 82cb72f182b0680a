using Hcos.Ci2.Conformance;
using Hcos.Cie.Simulators.HyperV;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>A host that answers every change with a job, and tells what was made only through the job.</summary>
public sealed class HyperVBusyFixture : HyperVFixture
{
    public override IReadOnlyList<int> CutPoints { get; } = [1, 3, .. Enumerable.Range(1, 11).Select(n => n * 11)];

    public override IReadOnlyList<int> StartCutPoints { get; } = [1, 4, 7, 8, 9, 12];

    protected override HyperVEndpointOptions Options { get; } = HyperVWorld.Host with { EveryChangeIsAJob = true };
}

public sealed class HyperVBusyConformance(HyperVBusyFixture fixture) : DriverConformance<HyperVBusyFixture>(fixture);
