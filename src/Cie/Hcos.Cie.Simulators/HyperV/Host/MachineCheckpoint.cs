using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>What a machine was at a checkpoint.</summary>
/// <param name="Settings">Its <c>Msvm_VirtualSystemSettingData</c>.</param>
/// <param name="Parts">What the machine consisted of; its disks are the files that it wrote until then.</param>
internal sealed record MachineCheckpoint(CimInstance Settings, IReadOnlyList<CimInstance> Parts)
{
    /// <summary>What stands for the machine's identity in its own.</summary>
    public string Guid => Settings["InstanceID"]!["Microsoft:".Length..];
}
